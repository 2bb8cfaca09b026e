-- 把握 in the words of areas other than communities, since 达标 is of communities alone.
-- One row per certainty that is said in other words.
-- Parameters: none.
select
    '确定达标' as certainty,
    '各项确定在线上' as said
union all
select
    '可能达标' as certainty,
    '各项可能在线上' as said
union all
select
    '确定未达标' as certainty,
    '有项确定在线下' as said;
