-- The anchors of a standard's curves: where a score changes its slope; between them it runs straight, outside level.
-- One row per indicator and anchor, by rising value; a deduction runs from no occurrence to its cap.
-- Parameters: $standard.
with
anchor as (
    select
        indicator_code,
        0 as position,
        from_value as value,
        from_score as score
    from anchor_piece
    where standard_version = $standard and position = 1
    union all
    select
        indicator_code,
        position,
        to_value as value,
        to_score as score
    from anchor_piece
    where standard_version = $standard
)

select
    indicator_code,
    value,
    score
from anchor
order by indicator_code, position;
