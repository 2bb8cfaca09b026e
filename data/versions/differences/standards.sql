-- By which standard two versions are compared: the later one's default at the end of its data.
-- One row: standard_version, and earlier_standard_version, which is the same where the earlier version has it, else the
-- earlier one's own default.
create or replace temp table compared_standard as
with
candidate as (
    select
        'later' as side,
        standard.standard_version,
        standard.valid_from,
        (select max(period.ends_on) from later.period) as ends_on
    from later.standard
    union all
    select
        'earlier' as side,
        standard.standard_version,
        standard.valid_from,
        (select max(period.ends_on) from earlier.period) as ends_on
    from earlier.standard
),

preferred as (
    select
        side,
        standard_version,
        row_number() over (
            partition by side
            order by
                case when valid_from > ends_on then 1 else 0 end asc,
                case when valid_from > ends_on then valid_from end asc,
                valid_from desc nulls last,
                standard_version asc
        ) as preference
    from candidate
)

select
    preferred.standard_version,
    coalesce(
        (
            select standard.standard_version
            from earlier.standard
            where standard.standard_version = preferred.standard_version
        ),
        (
            select own.standard_version
            from preferred as own
            where own.side = 'earlier' and own.preference = 1
        )
    ) as earlier_standard_version
from preferred
where preferred.side = 'later' and preferred.preference = 1;
