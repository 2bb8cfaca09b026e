-- What people write and what is meant: macros from the text of a cell to a typed value, null where it is none.
-- The plain spelling comes first and costs one cast; whatever else offices write is tried only where that fails. It is
-- always "case", never "coalesce": of that DuckDB computes parts for every row, and a million rows take half a minute.
create or replace temp macro half_width(cell) as
translate(
    cell,
    '０１２３４５６７８９．，％－−＋／：（）　ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
    '0123456789.,%--+/:() ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
);

-- A code as it stands in a register: half-width, without the apostrophe that keeps a spreadsheet from rounding it.
create or replace temp macro as_code(cell) as
case
    when strlen(cell) = length(cell) and not contains(cell, '''') and not contains(cell, ' ') then cell
    else trim(half_width(cell), ' ''’‘')
end;

-- DuckDB takes more for a number than is meant: 1_0, infinity, nan.
create or replace temp macro plain_number(cell) as
case when isfinite(try_cast(cell as double)) and not contains(cell, '_') then try_cast(cell as double) end;

create or replace temp macro number_of(half) as
case
    when regexp_full_match(half, '[+-]?\d{1,3}(,\d{3})+(\.\d+)?') then plain_number(replace(half, ',', ''))
    else plain_number(trim(half))
end;

create or replace temp macro as_number(cell) as
case when plain_number(cell) is not null then plain_number(cell) else number_of(half_width(cell)) end;

-- In a column of per cent 85% is 85.
create or replace temp macro as_percent(cell) as
case
    when plain_number(cell) is not null then plain_number(cell)
    else number_of(trim(regexp_replace(half_width(cell), '%$', '')))
end;

-- The text of a number in another unit; what is no number stays as it is.
create or replace temp macro scaled(cell, factor) as
case
    when number_of(half_width(cell)) is null then cell
    else cast(round(number_of(half_width(cell)) * factor, 9) as varchar)
end;

-- A veto is counted: none is 0.
create or replace temp macro as_occurrences(cell) as
case when cell in ('无', '否', '没有') then 0 when cell in ('有', '是') then 1 end;

create or replace temp macro whole_of(number) as
case when number % 1 = 0 then try_cast(number as bigint) end;

create or replace temp macro as_integer(cell) as
case
    when try_cast(cell as double) % 1 = 0 and not contains(cell, '_') then try_cast(try_cast(cell as double) as bigint)
    else whole_of(number_of(half_width(cell)))
end;

create or replace temp macro as_boolean(cell) as
case
    when cell in ('是', '有', '对', '√', '✓') then true
    when cell in ('否', '无', '不', '×', '✗') then false
    else try_cast(half_width(cell) as boolean)
end;

-- 2026.9.30, 2026年9月30日 and 20260930 as 2026-9-30; what follows the date stays behind it.
create or replace temp macro with_dashes(half) as
trim(regexp_replace(
    regexp_replace(half, '^(\d{4})(\d{2})(\d{2})($|\s)', '\1-\2-\3 '),
    '^(\d{4})\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,2})日?\s*',
    '\1-\2-\3 '
));

-- Days since the end of 1899, as a spreadsheet stores a date; only those of this century's first half and around it.
create or replace temp macro of_serial(half) as
case
    when regexp_full_match(half, '[2-6]\d{4}(\.\d+)?')
        then
            timestamp '1899-12-30 00:00:00'
            + to_seconds(cast(round(cast(half as double) * 86400) as bigint))
end;

create or replace temp macro plain_date(cell) as
case
    when regexp_full_match(cell, '\d{4}[-/]\d{1,2}[-/]\d{1,2}( 00:00(:00)?)?')
        then try_cast(cell as date)
end;

create or replace temp macro as_date(cell) as
case
    when plain_date(cell) is not null then plain_date(cell)
    when plain_date(with_dashes(half_width(cell))) is not null then plain_date(with_dashes(half_width(cell)))
    when not contains(cell, '.') then cast(of_serial(half_width(cell)) as date)
end;

-- The first day of a quarter written 2026Q3; null for any other text.
create or replace temp macro first_day(period) as
case
    when regexp_full_match(period, '\d{4}Q[1-4]')
        then make_date(try_cast(left(period, 4) as integer), 3 * try_cast(right(period, 1) as integer) - 2, 1)
end;

create or replace temp macro is_plain_timestamp(cell) as
regexp_full_match(cell, '\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?');

-- 2026年9月30日19时30分 as 2026-9-30 19:30.
create or replace temp macro with_colons(half) as
with_dashes(
    regexp_replace(
        regexp_replace(half, '(\d{1,2})[时点](\d{1,2})分?$', '\1:\2'), '(\d{1,2})[时点]整?$', '\1:00'
    )
);

create or replace temp macro as_timestamp(cell) as
case
    when is_plain_timestamp(cell) then try_cast(cell as timestamp)
    when is_plain_timestamp(with_colons(half_width(cell))) then try_cast(with_colons(half_width(cell)) as timestamp)
    else of_serial(half_width(cell))
end;

-- A name as it is stored: in proper letters, and in Chinese without the blanks that set it apart on paper.
create or replace temp macro as_name(cell) as
case
    when regexp_matches(cell, '[a-zA-Z]') then proper_letters(cell)
    else regexp_replace(proper_letters(cell), '[\s　]', '', 'g')
end;

-- A name as people say it: without 社区居委会 and the like, without 街道 or 镇.
create or replace temp macro spoken_community(cell) as
regexp_replace(
    regexp_replace(simplified(half_width(cell)), '\s', '', 'g'),
    '^(.+?)(社区居民委员会|社区居委会|居民委员会|居委会|社区)$', '\1'
);

create or replace temp macro spoken_street(cell) as
regexp_replace(regexp_replace(simplified(half_width(cell)), '\s', '', 'g'), '^(..+?)(街道办事处|街道|镇|乡)$', '\1');

-- A date without a time.
create or replace temp macro is_day(cell) as
case when contains(cell, ':') then false else not contains(half_width(cell), ':') and as_date(cell) is not null end;

create or replace temp macro day_end(cell) as
cast(as_date(cell) as timestamp) + interval 1 day - interval 1 second;

-- Several values in one cell, however they are set apart.
create or replace temp macro as_list(cell) as
regexp_replace(trim(half_width(cell), ' 、,;；'), '\s*[、,;；\s]\s*', '、', 'g');
