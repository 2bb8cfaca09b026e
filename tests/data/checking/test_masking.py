"""What tells of a person in free text is masked, in whatever spelling; numbers of tickets and services stay."""

from datetime import date

import pytest

from data import clock
from data.checking.masking import masked

PHONE, IDENTITY, NAME, ACCOUNT = "〔电话〕", "〔身份证号〕", "〔姓名〕", "〔账号〕"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 30))


@pytest.mark.parametrize(
    "number",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "138—1234—5678",
        "138.1234.5678",
        "１３８１２３４５６７８",
        "１３８－１２３４－５６７８",
        "1 3 8 1 2 3 4 5 6 7 8",
        "+8613812345678",
        "+86 138 1234 5678",
        "+86-13812345678",
        "(+86)13812345678",
        "008613812345678",
        "8613812345678",
        "0574-87654321",
        "0574 8765 4321",
        "(0574)87654321",
        "（０５７４）８７６５４３２１",
        "057487654321",
        "010-12345678".replace("1234", "6234"),
        "+86-574-87654321",
        "0574-87654321转802",
    ],
)
def test_telephone_numbers(number: str) -> None:
    assert masked(f"请回电{number}，谢谢") == (f"请回电{PHONE}，谢谢", ("电话",))


@pytest.mark.parametrize(
    "number",
    [
        "33020319800101123X",
        "33020319800101123x",
        "330203198001011234",
        "３３０２０３１９８００１０１１２３Ｘ",
        "330203 19800101 1234",
        "330203-19800101-123X",
        "330203800101123",
    ],
)
def test_identity_numbers(number: str) -> None:
    assert masked(f"证号{number}的住户") == (f"证号{IDENTITY}的住户", ("身份证号",))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("联系人张三，电话13812345678", f"联系人{NAME}，电话{PHONE}"),
        ("联系人：张三要求整改", f"联系人：{NAME}要求整改"),
        ("诉求人李四（138 1234 5678）反映噪声", f"诉求人{NAME}（{PHONE}）反映噪声"),
        ("来电人：王女士，反映噪声", f"来电人：{NAME}，反映噪声"),
        ("姓名 欧阳小明 电话：13812345678", f"姓名 {NAME} 电话：{PHONE}"),
        ("联系人：张三、李四，13812345678/13912345679", f"联系人：{NAME}、{NAME}，{PHONE}/{PHONE}"),
        ("联系人：Zhang San，tel:13812345678", f"联系人：{NAME}，tel:{PHONE}"),
        ("联系人：阿依古丽·买买提", f"联系人：{NAME}"),
        ("诉求人是赵敏", f"诉求人是{NAME}"),
        ("市民陈先生13812345678称", f"市民{NAME}{PHONE}称"),
        ("身份证号码：330203198001011234 13812345678", f"身份证号码：{IDENTITY} {PHONE}"),
        ("座机：87654321", f"座机：{PHONE}"),
        ("微信号：abc_12345", f"微信号：{ACCOUNT}"),
        ("噪声\n扰民", "噪声 扰民"),
    ],
)
def test_what_stands_around_stays(text: str, kept: str) -> None:
    assert masked(text).text == kept
    assert masked(kept) == (kept, ())


@pytest.mark.parametrize(
    "text",
    [
        "工单NB20260930000123，拨打12345、96178、110",
        "热线400-826-1234，物业 95598",
        "工单编号330203202609150012",
        "202609301234567890",
        "330203202609150012",
        "工单13812345678号",
        "0574-12345",
        "3 幢 15-2-301 室，2026-09-30 12:00 停水 18 小时",
        "联系人：物业公司；联系人：无",
        "诉求人：反映小区噪声大",
        "诉求人反映水管漏水，居民安全，业主利益",
        "居民 3 幢 301 户",
    ],
)
def test_numbers_of_tickets_and_services_stay(text: str) -> None:
    assert masked(text) == (text, ())
