"""The invented organisation of the demo: places, people, and how good they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoUnit:
    """A unit with its latent quality: how much likelier than usual it is to fail an item.

    `quality` and `drift` are in log odds; a drift acts over the twelve months. `months` is for
    how many of the last months the unit exists.
    """

    code: str
    zh: str
    en: str
    quality: float
    drift: float = 0.0
    months: int = 12


@dataclass(frozen=True)
class DemoDivision:
    """A division, its units, and the regulations it works under."""

    code: str
    zh: str
    en: str
    units: tuple[DemoUnit, ...]
    regulations: tuple[str, ...] = ("GAS",)


@dataclass(frozen=True)
class DemoInspector:
    """An inspector and how strict (above zero) or lenient (below) this person is, in log odds."""

    code: str
    name: str
    severity: float


DIVISIONS = (
    DemoDivision(
        "D1",
        "河东事业部",
        "East Bank Division",
        (
            DemoUnit("D1-01", "东渡服务站", "Dongdu Station", -0.75),
            DemoUnit("D1-02", "柳岸服务站", "Liu'an Station", -0.35),
            DemoUnit("D1-03", "长桥服务站", "Changqiao Station", 0.10),
            DemoUnit("D1-04", "新圩服务站", "Xinwei Station", 0.45, drift=-0.9),
            DemoUnit("D1-05", "石埠服务站", "Shibu Station", 0.05),
            DemoUnit("D1-06", "东湾营业厅", "Dongwan Counter", -0.20),
        ),
    ),
    DemoDivision(
        "D2",
        "河西事业部",
        "West Bank Division",
        (
            DemoUnit("D2-01", "西渡服务站", "Xidu Station", 0.30),
            DemoUnit("D2-02", "梅岭服务站", "Meiling Station", -0.55),
            DemoUnit("D2-03", "平塘服务站", "Pingtang Station", 0.85, drift=0.3),
            DemoUnit("D2-04", "双井服务站", "Shuangjing Station", 0.15),
            DemoUnit("D2-05", "高坪服务站", "Gaoping Station", -0.10, drift=0.7),
            DemoUnit("D2-06", "西城营业厅", "Xicheng Counter", -0.40),
            DemoUnit("D2-07", "南塘服务站", "Nantang Station", 0.60),
        ),
    ),
    DemoDivision(
        "D3",
        "北区事业部",
        "North Division",
        (
            DemoUnit("D3-01", "北闸服务站", "Beizha Station", 0.00),
            DemoUnit("D3-02", "松林服务站", "Songlin Station", -0.60),
            DemoUnit("D3-03", "云台服务站", "Yuntai Station", 0.35),
            DemoUnit("D3-04", "凤鸣服务站", "Fengming Station", 0.70, drift=-0.4),
            DemoUnit("D3-05", "北新服务站", "Beixin Station", 0.20, months=3),
        ),
    ),
)

HEATING = DemoDivision(
    "HC",
    "供热服务中心",
    "Heating Service Centre",
    (
        DemoUnit("HC-01", "东渡供热站", "Dongdu Heating Station", 0.012),
        DemoUnit("HC-02", "柳岸供热站", "Liu'an Heating Station", 0.006),
        DemoUnit("HC-03", "长桥供热站", "Changqiao Heating Station", 0.015),
        DemoUnit("HC-04", "西渡供热站", "Xidu Heating Station", 0.008),
        DemoUnit("HC-05", "梅岭供热站", "Meiling Heating Station", 0.004),
        DemoUnit("HC-06", "平塘供热站", "Pingtang Heating Station", 0.03),
        DemoUnit("HC-07", "北闸供热站", "Beizha Heating Station", 0.01),
        DemoUnit("HC-08", "松林供热站", "Songlin Heating Station", 0.02),
    ),
    ("HEAT", "SPEC", "ACC"),
)
"""The division of work orders; the quality of its units is how likely one of them is late."""

INSPECTORS = (
    DemoInspector("P01", "周明慧", -0.25),
    DemoInspector("P02", "陈立行", 0.35),
    DemoInspector("P03", "吴佳宁", 0.00),
    DemoInspector("P04", "郑远山", 0.15),
    DemoInspector("P05", "林小满", -0.10),
    DemoInspector("P06", "何青禾", 0.50),
)


@dataclass(frozen=True)
class DemoOffice:
    """Someone of the demo who does not inspect: the role, and what it is for."""

    code: str
    name: str
    role: str
    division: str | None = None
    unit: str | None = None


OFFICES = (
    DemoOffice("A01", "沈清源", "administrator"),
    DemoOffice("H01", "韩秋实", "division_head", division="D1"),
    DemoOffice("H02", "罗建安", "division_head", division="D2"),
    DemoOffice("H03", "邱若谷", "division_head", division="D3"),
    DemoOffice("R01", "方书宁", "unit_representative", unit="D1-01"),
    DemoOffice("R02", "汤知夏", "unit_representative", unit="D2-03"),
    DemoOffice("G01", "梁晓晴", "agent", division="HC"),
    DemoOffice("H04", "魏长庚", "division_head", division="HC"),
    DemoOffice("R03", "石望川", "unit_representative", unit="HC-03"),
    DemoOffice("M01", "会议室大屏", "meeting_viewer"),
)
"""The others of the demo, one for each role; of the heating division too."""
