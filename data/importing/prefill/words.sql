-- What drop-down lists suggest from the version in force: kinds of communities, categories and kinds of activities.
-- One row per table, column and word. Parameters: $unit (code or name, empty for every unit): what others say is theirs.
with
word as (
    select
        unit_code,
        'communities' as table_name,
        'kind' as column_name,
        kind as word
    from base.community
    union all
    select
        unit_code,
        'activities' as table_name,
        'category' as column_name,
        category as word
    from base.activity_month
    union all
    select
        unit_code,
        'activities' as table_name,
        'kind' as column_name,
        kind as word
    from base.activity_month
)

select distinct
    word.table_name,
    word.column_name,
    word.word
from word
inner join base.unit on word.unit_code = unit.unit_code
where $unit in ('', unit.unit_code, unit.unit_name, unit.short_name)
order by word.table_name, word.column_name, word.word
