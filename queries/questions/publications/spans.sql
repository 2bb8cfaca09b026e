-- The spans of time of which the ledgers can speak: quarters, months and years, each newest first.
-- One row per span. is_default: the last quarter that is over, else the newest span.
-- Parameters: none.
with
reached as (
    select
        span.span,
        span.kind,
        span.starts_on,
        least(span.ends_on, publication.data_until) as ends_on,
        span.ends_on <= publication.data_until as is_over,
        span.previous_span,
        span.year_before_span,
        -- as old as this one is on the day of the data
        previous.ends_on
        + cast(datediff('day', span.ends_on, publication.data_until) as integer) as previous_as_of,
        year_before.ends_on
        + cast(datediff('day', span.ends_on, publication.data_until) as integer) as year_before_as_of
    from span
    cross join publication
    left join span as previous on span.previous_span = previous.span
    left join span as year_before on span.year_before_span = year_before.span
)

select
    span,
    case kind
        when 'month' then substr(span, 1, 4) || '年' || cast(cast(substr(span, 6, 2) as integer) as varchar) || '月'
        when 'quarter'
            then
                substr(span, 1, 4) || '年第' || ['一', '二', '三', '四'][cast(substr(span, 6, 1) as integer)] || '季度'
        else span || case when is_over then '年' else '年初以来' end
    end as span_name,
    kind as span_kind,
    starts_on,
    ends_on,
    previous_span,
    cast(previous_as_of as varchar) as previous_as_of,
    year_before_span,
    cast(year_before_as_of as varchar) as year_before_as_of,
    row_number() over (
        order by
            case when kind = 'quarter' and is_over then 0 else 1 end asc,
            starts_on desc,
            ends_on asc
    ) = 1 as is_default
from reached
order by
    case kind when 'quarter' then 0 when 'month' then 1 else 2 end,
    starts_on desc;
