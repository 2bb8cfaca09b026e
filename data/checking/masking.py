"""Personal details in free text are masked before anything is kept: telephone and identity numbers, and names behind 联系人.

Numbers of tickets and lines of services (12345, 96178, 400-…) tell of nobody and stay. Rather a word too many than one
too few is masked: whoever needs the original has it in the system it comes from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import duckdb

from data import clock
from data.checking.columns import mask_of, text_of
from data.reading.problems import PERSONAL
from data.tables import Column

_SHOWN, _AROUND = 3, 8
_KINDS = {"电话": "〔电话〕", "身份证号": "〔身份证号〕", "账号": "〔账号〕", "姓名": "〔姓名〕"}

# Letters that are matched as the plain ones beside them, one for one, so that places stay.
_PLAIN = str.maketrans(
    "０１２３４５６７８９Ｘｘ＋－（）：　‐‑‒–—―−﹣．·\u00a0\u2002\u2003\u2009\t\r\n",
    "0123456789Xx+-():" + " " + "--------" + ".." + "       ",
)
_GAP = r"[-\s.]{0,3}"
_LANDLINE = rf"[2-9](?:{_GAP}\d){{6,7}}"
_AREA = r"(?:10|2\d|[3-9]\d{2})"
_MOBILE = rf"1{_GAP}[3-9](?:{_GAP}\d){{9}}"
_ABROAD = rf"(?:\(?(?:\+|00){_GAP}86\)?|86){_GAP}"
_PHONE = re.compile(
    rf"(?<!\d)(?:{_ABROAD})?{_MOBILE}(?!\d)"
    rf"|(?<!\d)\(?0{_AREA}\)?{_GAP}{_LANDLINE}(?!\d)(?:{_GAP}(?:转|分机|ext\.?){_GAP}\d{{1,6}})?"
    rf"|(?<!\d)\(?(?:\+|00){_GAP}86\)?{_GAP}\(?0?{_AREA}\)?{_GAP}{_LANDLINE}(?!\d)",
    re.IGNORECASE,
)
_LABELLED_PHONE = re.compile(
    rf"(?:电话|手机|号码|联系方式|座机|tel|phone|mobile)[号码是为]{{0,3}}\s*[:\s]?\s*({_LANDLINE})(?!\d)", re.IGNORECASE
)
_SERVICE = re.compile(r"^[48]00")
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_DAY = rf"(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}(?:0{_GAP}[1-9]|[12]{_GAP}\d|3{_GAP}[01])"
_IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z]){_PROVINCE}{_GAP}\d(?:{_GAP}\d){{3}}{_GAP}"
    rf"(?:(?P<year>(?:1{_GAP}[89]|2{_GAP}0){_GAP}\d{_GAP}\d){_GAP}{_DAY}(?:{_GAP}\d){{3}}{_GAP}[\dXx]"
    rf"|\d{_GAP}\d{_GAP}{_DAY}(?:{_GAP}\d){{3}})(?![0-9A-Za-z])"
)
_LABELLED_IDENTITY = re.compile(
    r"(?:身份证|证件|护照|社保卡|居住证|通行证)(?:号码|编号|号|是|为|[:\s]){0,4}\s*([0-9A-Za-z*]{7,21})(?![0-9A-Za-z*])"
)
_ACCOUNT = re.compile(
    r"(?:微信号?|QQ号?|vx|wx|邮箱|银行卡号?|银行账号|卡号)(?:号码|是|为|[:\s]){0,3}\s*([0-9A-Za-z_][0-9A-Za-z_@.\s-]{4,28}[0-9A-Za-z_])"
    r"|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE | re.ASCII,
)
# A number behind these is that of a paper or a thing.
_OF_A_THING = re.compile(r"(工单|单号|案卷|案件|编号|流水|订单|受理|运单|快递|文号|户号|表号|设备)[^0-9]{0,5}$")
_OF_A_PERSON = re.compile(r"(身份证|证件|电话|手机|联系)[^0-9]{0,6}$")

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁"
    "仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰"
    "郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧利蔚"
    "越夔隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖涂邸"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫"
_NAME = rf"(?:(?:{_COMPOUND})[一-龥]{{1,2}}|[{_SURNAMES}][一-龥]{{1,2}}?|[小老阿][一-龥])"
_TITLE = r"(?:先生|女士|小姐|同志|师傅|老师|阿姨|大爷|大妈|叔叔|某某?)"
_LABEL = (
    "(?:联系人|诉求人|来电人|来访人|反映人|投诉人|举报人|求助人|咨询人|建议人|申请人|当事人|报料人|上报人|经办人|姓名)"
    "(?:姓名|名字)?"
)
_STOP = (
    "(?:电话|手机|联系|号码|身份证|反映|要求|来电|希望|投诉|举报|表示|称|说|居?住|于|在|的|已|现|认为|咨询|求助|建议"
    "|请|想|是|为|家|对|向|从|因|和|与|及|方便|曾|经常)"
)
_END = rf"(?=\s*(?:{_TITLE}|{_STOP}|[^一-龥]|$))"
_NOBODY = re.compile(
    "无|本人|同上|匿名|不详|保密|未知|物业|居委会?|社区|街道|业委会|管理处|公司|负责人|单位|代表|多人|数人|不便|不愿|拒绝"
)
# Behind a colon whatever stands alone is a name; elsewhere, or before more words, a surname tells it.
_PERSON = re.compile(
    rf"{_LABEL}(?:\s*[:(【\[]\s*(?:([一-龥]+[·.][一-龥]+)|({_NAME}){_END}|([一-龥]{{2,4}})(?=[^一-龥]|$)"
    rf"|([A-Za-z][A-Za-z .·]{{1,30}}[A-Za-z])|([{_SURNAMES}][一-龥]{{1,2}}))"
    rf"|(?:\s*[为是叫系]\s*|\s+)({_NAME}){_END}"
    rf"|({_NAME})(?=\s*(?:{_TITLE}|电话|手机|联系|号码|身份证|[^一-龥]|$)))"
    rf"|(?:市民|业主|居民|住户|户主)[\s:]*({_NAME})(?=[\s,，:(]*(?:{_TITLE}|电话|手机|联系方式|〔))"
)
_FURTHER = re.compile(rf"(?<=〔姓名〕)\s*[、,，/及和与]\s*({_NAME})(?=\s*(?:{_TITLE}|{_STOP}|[^一-龥]|$))")

# What a text has to have for a closer look to be worth it.
_SUSPICIOUS = (
    rf"[0-9０-９](?:[^0-9０-９]{{0,3}}[0-9０-９]){{6}}|{_LABEL}|{_TITLE}|电话|手机|联系方式|身份证|证件|护照|社保卡|居住证|通行证"
    r"|微信|QQ|qq|vx|wx|@|邮箱|卡号|账号|[\x00-\x1e]"
)


class Masked(NamedTuple):
    """A text without personal details, and what was masked in it, by kind."""

    text: str
    found: tuple[str, ...]


def masked(text: str) -> Masked:
    """A text as it may be kept; what is masked once stays as it is."""
    found: list[str] = []
    for kind, spans in (("身份证号", _identities), ("电话", _phones), ("账号", _accounts), ("姓名", _names)):
        text = _cut(text, kind, spans, found)
    return Masked(re.sub(r"[\x00-\x1e]+", " ", text).strip(), tuple(found))


Spans = Callable[[str], Iterator[tuple[int, int]]]


def _cut(text: str, kind: str, spans: Spans, found: list[str]) -> str:
    parts, last = [], 0
    for start, end in spans(text.translate(_PLAIN)):
        if start >= last:
            parts += [text[last:start], _KINDS[kind]]
            last = end
            found.append(kind)
    text = "".join([*parts, text[last:]])
    if kind == "姓名":
        text, count = _FURTHER.subn(f"、{_KINDS[kind]}", text)
        found += [kind] * count
    return text


def _identities(text: str) -> Iterator[tuple[int, int]]:
    this_year = clock.today().year
    spans = [match.span(1) for match in _LABELLED_IDENTITY.finditer(text) if any(map(str.isdigit, match[1]))]
    for match in _IDENTITY.finditer(text):
        before, year = text[: match.start()], re.sub(r"\D", "", match["year"] or "")
        # A number of this or the last year is that of a paper: 330203 20260915 0001.
        is_recent = bool(year) and int(year) >= this_year - 1
        if _OF_A_PERSON.search(before) or not (_OF_A_THING.search(before) or is_recent):
            spans.append(match.span())
    yield from sorted(spans)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    spans = [match.span() for match in _PHONE.finditer(text) if not _is_of_a_thing(text, match.start())]
    spans += [match.span(1) for match in _LABELLED_PHONE.finditer(text) if not _SERVICE.match(match[1])]
    yield from sorted(spans, key=lambda span: (span[0], -span[1]))


def _is_of_a_thing(text: str, start: int) -> bool:
    """Whether a number is part of another one, or that of a paper or a thing."""
    before = text[:start]
    if re.search(r"[A-Za-z]$", before):
        return not re.search(r"(?i)(tel|phone|mobile|mob|ph|vx|wx)$", before)
    return bool(_OF_A_THING.search(before)) and not _OF_A_PERSON.search(before)


def _accounts(text: str) -> Iterator[tuple[int, int]]:
    for match in _ACCOUNT.finditer(text):
        yield match.span(1 if match[1] else 2)


def _names(text: str) -> Iterator[tuple[int, int]]:
    for match in _PERSON.finditer(text):
        group = match.lastindex or 0
        if not (_NOBODY.match(match[group]) or re.match(_STOP, match[group])):
            yield match.span(group)


def mask_texts(connection: duckdb.DuckDBPyConnection, table: str, raw: str, column: Column) -> None:
    """Write what texts of a column are kept as, where that is not as they are, and say how many and which.

    ``mask_<column>``: text, masked. The warning in ``found_problem`` shows what is kept, never what is masked.
    """
    text, name = text_of(column), mask_of(column)
    found = connection.execute(
        f"select distinct {text} from {raw} as raw where regexp_matches({text}, $suspicious) "
        f"and not starts_with({text}, chr(31))",
        {"suspicious": _SUSPICIOUS},
    ).fetchall()
    results = [(one, masked(one)) for (one,) in found]
    results = [(one, result) for one, result in results if result.text != one]
    connection.execute(
        f"create or replace temp table {name} as select unnest($texts) as text, unnest($masked) as masked, "
        "unnest($kinds) as kinds",
        {
            "texts": [one for one, _ in results],
            "masked": [result.text for _, result in results],
            "kinds": ["、".join(result.found) for _, result in results],
        },
    )
    rows = connection.execute(
        f"select min(raw.row) as row, masked, kinds, count(*) from {raw} as raw inner join {name} on {name}.text = {text} "
        "where kinds != '' group by masked, kinds order by row"
    ).fetchall()
    if not rows:
        return
    counts: Counter[str] = Counter()
    for _, _, kinds, count in rows:
        for kind in kinds.split("、"):
            counts[kind] += count
    told = "、".join(f"{kind} {counts[kind]} 处" for kind in _KINDS if counts[kind])
    examples = "；".join(_excerpt(text) for _, text, _, _ in rows[:_SHOWN])
    connection.execute(
        "insert into found_problem values ($table, $row, $column, null, $rule, $remedy, null, true)",
        {
            "table": table,
            "row": rows[0][0],
            "column": column.name,
            "rule": f"{PERSONAL}已遮去，不会保存：{told}，如“{examples}”",
            "remedy": "请在原系统里不写个人信息；遮错的可以改写后再报",
        },
    )


def _excerpt(text: str) -> str:
    """What stands around the first mask."""
    start = text.index("〔")
    return text[max(0, start - _AROUND) : text.index("〕", start) + 1 + _AROUND]
