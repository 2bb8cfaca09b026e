-- What is odd in the ledger of findings and passes; each is told once, at the first row that has it.
-- A problem that is rectified and verified on the day it is found was seldom looked at twice; three days of a quarter's
-- end hold a thirtieth of its closings by chance.
-- One row per finding: row, column_name, value, rule, remedy.
with
odd as (
    select
        row,
        case when verified_on = found_on then 'verified_on' end as quick,
        case when verified_on is not null and rectified_on is null then 'rectified_on' end as unrectified,
        case when verified_on is not null and verified_by is null then 'verified_by' end as unnamed,
        case when dimension_code is null then 'dimension_code' end as uncoded,
        case when responsible is null then 'responsible' end as unassigned
    from staged_findings
),

told as (
    select
        row,
        unnest([quick, unrectified, unnamed, uncoded, unassigned]) as column_name,
        unnest(['发现当天就核查销号', '核查通过，却没有整改日期', '没有写明由谁核查', '没有写明维度，也没有指标，按未归类统计', '没有责任单位']) as rule,
        unnest(['核对日期；确属实情的可以照报', '补上整改日期', '补上核查单位，须是整改单位以外的', '可以补上维度或指标', '补上责任单位']) as remedy
    from odd
),

unphotographed as (
    select
        finding.row,
        finding.finding_code,
        row_number() over (order by finding.row) as place
    from staged_findings as finding
    inner join known_communities as known on finding.community_code = known.community_code
    where
        finding.stated_photos > 0
        and (known.unit_code, finding.finding_code) not in (
            select (photo.unit_code, photo.finding_code)
            from known_photos as photo
            where photo.unit_code is not null and photo.finding_code is not null
        )
),

closing as (
    select
        date_trunc('quarter', verified_on) as quarter,
        count(*) as closed_count,
        count(*) filter (verified_on >= date_trunc('quarter', verified_on) + interval 3 month - interval 3 day)
            as last_count,
        min(row) filter (verified_on >= date_trunc('quarter', verified_on) + interval 3 month - interval 3 day) as row
    from staged_findings
    where verified_on is not null
    group by date_trunc('quarter', verified_on)
)

select
    min(row) as row,
    column_name,
    cast(null as varchar) as value,
    rule || '，共 ' || count(*) || ' 个' as rule,
    remedy
from told
where column_name is not null
group by column_name, rule, remedy
union all
select
    row,
    'verified_on' as column_name,
    year(quarter) || 'Q' || quarter(quarter) as value,
    '季末三天集中销号 '
    || last_count
    || ' 个，占全季的 '
    || cast(round(100 * last_count / closed_count) as integer)
    || '%' as rule,
    '核对是否突击销号' as remedy
from closing
where last_count >= 20 and last_count * 7 > closed_count
union all
select
    min(row) as row,
    'stated_photos' as column_name,
    cast(null as varchar) as value,
    '写明有照片，却没有收到照片，共 '
    || count(*)
    || ' 个：'
    || string_agg(case when place <= 5 then finding_code end, '、' order by place)
    || case when count(*) > 5 then '等' else '' end as rule,
    '把照片打成压缩包一起报送' as remedy
from unphotographed
having count(*) > 0
order by row
