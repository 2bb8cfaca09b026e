-- Documents of supervision issued in a span of time, and whether they were answered by their day.
-- One row per document, reporting unit and whom it is for, the newest first.
-- Parameters: $period (a span), the list $units (an empty list means every one, and the city's own).
with
issued as (
    select
        supervision.document_number,
        supervision.kind,
        supervision.unit_code,
        supervision.responsible,
        supervision.issued_on,
        supervision.due_on,
        supervision.replied_on,
        supervision.finding_codes,
        string_split(supervision.finding_codes, '、') as codes,
        publication.data_until
    from supervision
    inner join span on span.span = $period and supervision.issued_on >= span.starts_on
    cross join publication
    where
        (supervision.issued_on <= span.ends_on or span.ends_on >= publication.data_until)
        and (array_length($units) = 0 or list_contains($units, supervision.unit_code))
),

named as (
    select
        document_number,
        responsible,
        unit_code,
        data_until,
        unnest(codes) as finding_code
    from issued
),

verified as (
    select
        named.document_number,
        named.responsible,
        coalesce(named.unit_code, '') as unit_code,
        count(*) as verified_count
    from named
    inner join problem on named.finding_code = problem.finding_code and named.data_until >= problem.verified_on
    inner join community
        on
            problem.community_code = community.community_code
            and coalesce(named.unit_code, community.unit_code) = community.unit_code
    group by named.document_number, named.responsible, coalesce(named.unit_code, '')
)

select
    issued.document_number,
    issued.kind as document_kind,
    issued.unit_code,
    unit.unit_name,
    issued.responsible,
    issued.issued_on,
    issued.due_on,
    issued.replied_on,
    case
        when issued.replied_on <= issued.due_on then '按期答复'
        when issued.replied_on > issued.due_on then '逾期答复'
        when issued.replied_on is not null then '已答复'
        when issued.due_on < issued.data_until then '逾期未答复'
        when issued.due_on is not null then '未到期'
        else '不需答复'
    end as answer,
    case
        when coalesce(issued.replied_on, issued.data_until) > issued.due_on
            then datediff('day', issued.due_on, coalesce(issued.replied_on, issued.data_until))
    end as overdue_days,
    array_length(issued.codes) as finding_count,
    coalesce(verified.verified_count, 0) as verified_count,
    issued.finding_codes
from issued
left join unit on issued.unit_code = unit.unit_code
left join verified
    on
        issued.document_number = verified.document_number
        and issued.responsible = verified.responsible
        and coalesce(issued.unit_code, '') = verified.unit_code
order by issued.issued_on desc, issued.document_number desc, issued.unit_code asc, issued.responsible asc;
