"""The regulations as pure, exact rules: catalogue, answers, scores and grades.

Nothing here knows a web page, a data base or a clock of its own. The terms are the field's:

>>> GLOSSARY["deduction"]
'扣分'
"""

GLOSSARY = {
    "unit": "单位",
    "division": "事业部",
    "inspector": "检查员",
    "sheet": "评分表",
    "item": "考核项",
    "audit": "检查",
    "answer": "答案",
    "verdict": "判定",
    "deduction": "扣分",
    "bonus": "加分",
    "demerit": "减分",
    "ledger": "得分明细",
    "clause": "条款",
    "reading": "条文解读",
    "difficulty coefficient": "难度系数",
    "unit score": "得分",
    "grade": "等级",
    "last-place elimination": "末位淘汰",
}
