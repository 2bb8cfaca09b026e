-- What changed from an earlier standard to a later one, field by field, in the order of the later one.
-- One row per part and field that differs; a part that is new or gone has one row, with nothing before or after.
-- Parameters: $standard, $earlier (an empty text means the version that was valid before).
with
ordered as (
    select
        standard_version,
        lag(standard_version) over (order by valid_from asc nulls first, standard_version desc) as previous_version
    from standard
),

compared as (
    select
        standard_version,
        'after' as side
    from ordered
    where standard_version = $standard
    union all
    select
        case when $earlier = '' then previous_version else $earlier end as standard_version,
        'before' as side
    from ordered
    where standard_version = $standard
),

field_name as (
    select
        named.part,
        named.part_position,
        named.field,
        named.field_position
    from (
        values
        ('总则', 1, '汇总方式', 1), ('总则', 1, '达标线', 2), ('总则', 1, '最低覆盖率', 3), ('总则', 1, '最低参评比例', 4),
        ('总则', 1, '误判率', 5), ('总则', 1, '最小变化', 6),
        ('维度', 2, '名称', 1), ('维度', 2, '权重', 2),
        ('指标', 3, '名称', 1), ('指标', 3, '维度', 2), ('指标', 3, '权重', 3), ('指标', 3, '锚点', 4), ('指标', 3, '单位', 5),
        ('指标', 3, '分子', 6), ('指标', 3, '分母', 7), ('指标', 3, '抽样', 8), ('指标', 3, '时段', 9), ('指标', 3, '来源', 10),
        ('指标', 3, '线的依据', 11), ('指标', 3, '两端的依据', 12), ('指标', 3, '出处', 13), ('指标', 3, '说明', 14),
        ('否决项', 4, '名称', 1), ('否决项', 4, '说明', 2),
        ('等次', 5, '名称', 1), ('等次', 5, '最低总分', 2), ('等次', 5, '每个维度最低', 3), ('等次', 5, '须全部报送', 4),
        ('等次', 5, '须无否决', 5),
        ('目标', 6, '数值', 1)
    ) as named (part, part_position, field, field_position)
),

basis_word as (
    select
        named.basis,
        named.word
    from (values ('sourced', '有据'), ('inferred', '推定'), ('default', '默认')) as named (basis, word)
),

content as (
    select
        standard.standard_version,
        field_name.part,
        field_name.field,
        0 as position,
        '' as code,
        '' as part_name,
        case field_name.field
            when '汇总方式' then case standard.aggregation when 'geometric' then '几何平均' else '算术平均' end
            when '达标线' then trim(replace(cast(standard.line as varchar) || ' ', '.0 ', ''))
            when '最低覆盖率'
                then trim(replace(cast(round(100 * standard.minimum_coverage, 1) as varchar) || ' ', '.0 ', '')) || '%'
            when '最低参评比例'
                then
                    trim(replace(cast(round(100 * standard.minimum_rated_share, 1) as varchar) || ' ', '.0 ', ''))
                    || '%'
            when '误判率'
                then
                    trim(replace(cast(round(100 * standard.false_discovery_rate, 1) as varchar) || ' ', '.0 ', ''))
                    || '%'
            when '最小变化' then trim(replace(cast(standard.minimum_change as varchar) || ' ', '.0 ', ''))
        end as content
    from standard
    inner join field_name on field_name.part = '总则'
    union all
    select
        dimension.standard_version,
        field_name.part,
        field_name.field,
        dimension.position,
        dimension.dimension_code as code,
        dimension.dimension_name as part_name,
        case field_name.field
            when '名称' then dimension.dimension_name
            when '权重' then trim(replace(cast(dimension.weight as varchar) || ' ', '.0 ', ''))
        end as content
    from dimension
    inner join field_name on field_name.part = '维度'
    union all
    select
        indicator.standard_version,
        field_name.part,
        field_name.field,
        indicator.position,
        indicator.indicator_code as code,
        indicator.indicator_name as part_name,
        case field_name.field
            when '名称' then indicator.indicator_name
            when '维度' then indicator.dimension_code
            when '权重' then trim(replace(cast(indicator.weight as varchar) || ' ', '.0 ', ''))
            when '锚点' then indicator.scale_text
            when '单位' then indicator.unit
            when '分子' then indicator.numerator
            when '分母' then indicator.denominator
            when '抽样' then case indicator.sampling when 'rate' then '比率' when 'mean' then '均值' else '全数' end
            when '时段' then cast(indicator.window_quarters as varchar) || ' 个季度'
            when '来源' then indicator.source
            when '线的依据' then line_basis.word
            when '两端的依据' then scale_basis.word
            when '出处' then indicator.citation
            when '说明' then indicator.note
        end as content
    from indicator
    left join basis_word as line_basis on indicator.basis = line_basis.basis
    left join basis_word as scale_basis on indicator.scale_basis = scale_basis.basis
    inner join field_name on field_name.part = '指标'
    union all
    select
        veto.standard_version,
        field_name.part,
        field_name.field,
        0 as position,
        veto.indicator_code as code,
        veto.veto_name as part_name,
        case field_name.field when '名称' then veto.veto_name when '说明' then veto.note end as content
    from veto
    inner join field_name on field_name.part = '否决项'
    union all
    select
        band.standard_version,
        field_name.part,
        field_name.field,
        band.position,
        band.band_code as code,
        band.symbol || ' ' || band.band_name as part_name,
        case field_name.field
            when '名称' then band.symbol || ' ' || band.band_name
            when '最低总分' then trim(replace(cast(band.minimum_score as varchar) || ' ', '.0 ', ''))
            when '每个维度最低' then trim(replace(cast(band.minimum_dimension_score as varchar) || ' ', '.0 ', ''))
            when '须全部报送' then case when band.requires_all_reported then '是' else '否' end
            when '须无否决' then case when band.requires_no_veto then '是' else '否' end
        end as content
    from band
    inner join field_name on field_name.part = '等次'
    union all
    select
        target.standard_version,
        field_name.part,
        field_name.field,
        0 as position,
        target.period || target.measure as code,
        target.period || case target.measure when 'index' then ' 全市得分率' else ' 社区达标率' end as part_name,
        case
            when field_name.field = '数值' then trim(replace(cast(target.value as varchar) || ' ', '.0 ', ''))
        end as content
    from target
    inner join field_name on field_name.part = '目标'
),

paired as (
    select
        content.part,
        content.field,
        content.code,
        count(compared.side) as side_count,
        coalesce(
            max(case when compared.side = 'after' then content.part_name end), max(content.part_name)
        ) as part_name,
        coalesce(max(case when compared.side = 'after' then content.position end), max(content.position)) as position,
        max(case when compared.side = 'before' then content.content end) as before_text,
        max(case when compared.side = 'after' then content.content end) as after_text
    from content
    inner join compared on content.standard_version = compared.standard_version
    group by content.part, content.field, content.code
)

select
    paired.part,
    case when paired.part in ('维度', '指标', '否决项') then paired.code else '' end as part_code,
    paired.part_name,
    case when paired.side_count = 2 then paired.field when paired.after_text is null then '取消' else '新增' end as field,
    paired.before_text,
    paired.after_text
from paired
inner join field_name
    on
        paired.part = field_name.part
        and paired.field = field_name.field
where
    coalesce(paired.before_text, '') != coalesce(paired.after_text, '')
    and (paired.side_count = 2 or field_name.field_position = 1)
    and (
        select count(distinct standard.standard_version)
        from standard
        inner join compared on standard.standard_version = compared.standard_version
    ) = 2
order by field_name.part_position, paired.position, paired.code, field_name.field_position;
