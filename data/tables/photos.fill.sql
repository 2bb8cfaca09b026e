-- The day a photo was taken is kept only where it lies within the dates of its finding; 复查 comes after them.
update staged_photos as own
set taken_on = null
where
    own.taken_on > current_date
    or exists (
        select 1
        from staged_findings as finding
        inner join known_communities as place on finding.community_code = place.community_code
        where
            finding.finding_code = own.finding_code
            and place.unit_code = own.unit_code
            and (
                own.taken_on < finding.found_on
                or (own.stage != '复查' and own.taken_on > finding.verified_on)
            )
    );
