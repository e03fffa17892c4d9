"""What an order's columns are called in the exports of hotline systems, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checklists.errors import N_

Kind = Literal["text", "moment", "class", "unit", "satisfaction", "number", "count"]
SHORT, LINE, LONG = 40, 200, 4000


@dataclass(frozen=True)
class Field:
    """One thing an order tells: its name, what it holds, how long, and what exports call it.

    The earlier of `names` are the better ones; a heading that only holds one of them fits too.
    """

    key: str
    label: str
    names: tuple[str, ...]
    kind: Kind = "text"
    most: int = LINE


FIELDS = (
    Field(
        "number",
        N_("Order number"),
        (
            *("工单编号", "工单号", "工单号码", "单号", "受理编号", "诉求编号", "受理单号"),
            *("流水号", "编号", "order number", "order no", "ticket", "number", "case id"),
        ),
        "number",
        SHORT,
    ),
    Field(
        "order_class",
        N_("Class"),
        (
            *("工单类别", "工单类型", "业务类型", "诉求类型", "受理类型", "类别", "类型"),
            *("工单来源", "class", "category", "type"),
        ),
        "class",
    ),
    Field(
        "unit",
        N_("Unit"),
        (
            *("承办单位", "责任单位", "处理单位", "派往单位", "办理单位", "接单单位", "服务单位"),
            *("供热站", "服务站", "站点", "单位", "unit", "department", "assigned to"),
        ),
        "unit",
    ),
    Field(
        "reported_at",
        N_("Customer called"),
        (
            *("来电时间", "报修时间", "诉求时间", "反映时间", "投诉时间", "呼入时间"),
            *("reported at", "call time", "called at"),
        ),
        "moment",
    ),
    Field(
        "opened_at",
        N_("Opened at"),
        (
            *("受理时间", "登记时间", "创建时间", "建单时间", "录入时间", "立单时间"),
            *("opened at", "created at", "created", "opened"),
        ),
        "moment",
    ),
    Field(
        "dispatched_at",
        N_("Dispatched at"),
        (
            *("派单时间", "派发时间", "派工时间", "转派时间", "下派时间", "转办时间", "交办时间"),
            *("dispatched at", "assigned at", "dispatched"),
        ),
        "moment",
    ),
    Field(
        "taken_at",
        N_("Taken on by the unit"),
        (
            *("接单时间", "签收时间", "收单时间", "领单时间", "确认接单时间", "接收时间"),
            *("taken at", "accepted at", "received at"),
        ),
        "moment",
    ),
    Field(
        "arrived_at",
        N_("Arrived at"),
        (
            *("到场时间", "到达时间", "上门时间", "到达现场时间", "到户时间", "入户时间"),
            *("arrived at", "arrival", "on site"),
        ),
        "moment",
    ),
    Field(
        "answered_at",
        N_("Result reported"),
        (
            *("处理完成时间", "完成时间", "回复时间", "反馈时间", "答复时间", "处理时间"),
            *("完工时间", "回单时间", "answered at", "completed at", "resolved at", "replied at"),
        ),
        "moment",
    ),
    Field(
        "restored_at",
        N_("Gas or heating back"),
        ("恢复时间", "恢复供热时间", "恢复供气时间", "restored at", "service restored"),
        "moment",
    ),
    Field(
        "closed_at",
        N_("Order closed"),
        (
            *("办结时间", "结案时间", "结单时间", "关闭时间", "归档时间", "销单时间"),
            *("closed at", "closed"),
        ),
        "moment",
    ),
    Field(
        "appointment_at",
        N_("Appointment time"),
        ("预约时间", "约定时间", "预约上门时间", "appointment at", "appointment"),
        "moment",
    ),
    Field(
        "appointment_proof",
        N_("Proof of the appointment"),
        ("预约凭证", "预约说明", "录音编号", "proof of the appointment", "call record"),
        most=LINE,
    ),
    Field("station", N_("Station"), ("班组", "站别", "换热站", "station", "team"), most=80),
    Field(
        "estate",
        N_("Estate"),
        (
            *("小区", "小区名称", "住宅小区", "地址", "详细地址", "用户地址", "用热地址"),
            *("estate", "compound", "address"),
        ),
    ),
    Field("building", N_("Building"), ("楼号", "楼栋", "幢号", "栋号", "楼", "building")),
    Field("staircase", N_("Staircase"), ("单元", "单元号", "staircase", "entrance")),
    Field("room", N_("Room"), ("室号", "房号", "房间号", "户号", "门牌号", "room", "flat")),
    Field(
        "contact",
        N_("Contact"),
        ("联系人", "用户姓名", "客户姓名", "户主", "来电人", "姓名", "contact", "customer", "name"),
    ),
    Field(
        "telephone",
        N_("Contact telephone"),
        (
            *("联系电话", "电话", "来电号码", "手机号", "手机", "联系方式"),
            *("telephone", "phone", "mobile"),
        ),
        most=80,
    ),
    Field(
        "problem",
        N_("Problem described"),
        (
            *("问题描述", "诉求内容", "受理内容", "工单内容", "反映内容", "故障描述", "故障现象"),
            *("内容", "描述", "problem", "description", "content"),
        ),
        most=LONG,
    ),
    Field(
        "cause",
        N_("Cause found"),
        ("原因", "故障原因", "问题原因", "原因分析", "cause", "reason"),
        most=LONG,
    ),
    Field(
        "done",
        N_("Measures taken"),
        (
            *("处理结果", "处理情况", "办理结果", "处理措施", "回复内容", "办理情况", "处理意见"),
            *("what was done", "result", "resolution"),
        ),
        most=LONG,
    ),
    Field(
        "satisfaction",
        N_("Satisfaction"),
        ("满意度", "是否满意", "回访结果", "满意情况", "评价", "satisfaction", "satisfied"),
        "satisfaction",
    ),
    Field(
        "redos",
        N_("Redone (times)"),
        ("返工次数", "退回次数", "重办次数", "重派次数", "redos", "redone", "reopened"),
        "count",
    ),
)

BY_KEY = {field.key: field for field in FIELDS}
MOMENTS = tuple(field.key for field in FIELDS if field.kind == "moment")
TEXTS = tuple(field.key for field in FIELDS if field.kind == "text")

SEQUENCE = (
    "reported_at",
    "opened_at",
    "dispatched_at",
    "taken_at",
    "arrived_at",
    "answered_at",
    "closed_at",
)
"""In this order the moments of an order follow each other; some may be missing."""
