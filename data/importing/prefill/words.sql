-- What drop-down lists suggest from the version in force: kinds of communities, categories and kinds of activities.
-- One row per table, column and word.
select distinct
    'communities' as table_name,
    'kind' as column_name,
    kind as word
from base.community
union all
select distinct
    'activities' as table_name,
    'category' as column_name,
    category as word
from base.activity_month
union all
select distinct
    'activities' as table_name,
    'kind' as column_name,
    kind as word
from base.activity_month
order by table_name, column_name, word
