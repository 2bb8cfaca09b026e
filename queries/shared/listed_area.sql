-- The areas of one kind that the filters of the league table leave.
-- One row per area. Kinds and bands are of communities only, streets of communities and streets. Weak is a dimension
-- whose rounded score is below the line; no data is not weak.
-- Parameters: $period, $standard, $area_kind ('community', 'street' or 'unit'), $search (a part of name, code or pinyin
-- initials; empty means all) and the lists $units, $streets, $kinds, $bands ('none' is without a band),
-- $weak_dimensions (an empty list means every one).
with
weak as (
    select dimension_score.area_code
    from dimension_score
    inner join standard on dimension_score.standard_version = standard.standard_version
    where
        dimension_score.standard_version = $standard
        and dimension_score.period = $period
        and dimension_score.area_kind = $area_kind
        and list_contains($weak_dimensions, dimension_score.dimension_code)
        and floor(dimension_score.score * 100 + 0.5 + 1e-9) / 100 < standard.line
)

select
    area.area_kind,
    area.area_code,
    area.area_name,
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.kind
from index_score
inner join area
    on
        index_score.area_kind = area.area_kind
        and index_score.area_code = area.area_code
where
    index_score.standard_version = $standard
    and index_score.period = $period
    and index_score.area_kind = $area_kind
    and (array_length($units) = 0 or list_contains($units, index_score.unit_code))
    and (array_length($streets) = 0 or $area_kind = 'unit' or list_contains($streets, area.street_code))
    and (array_length($kinds) = 0 or $area_kind != 'community' or list_contains($kinds, area.kind))
    and (
        array_length($bands) = 0
        or $area_kind != 'community'
        or list_contains($bands, coalesce(index_score.band_code, 'none'))
    )
    and (array_length($weak_dimensions) = 0 or index_score.area_code in (select weak.area_code from weak))
    and (
        strpos(lower(area.area_name), lower(trim($search))) > 0
        or strpos(lower(area.area_code), lower(trim($search))) > 0
        or strpos(lower(area.pinyin_initials), lower(trim($search))) > 0
        or trim($search) = ''
    );
