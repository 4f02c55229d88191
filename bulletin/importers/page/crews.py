"""Who did what, from a run of roles and names: 本报记者 郝 军 王 薇 实习生 丁一, 文/X 图/Y, 八年级（3）班 夏子墨.

The run is read token by token; it is a byline only if every token is a role, a name or a mark between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bulletin.importers.page import names
from bulletin.importers.page.mapped import Mapped
from bulletin.model import Byline

_OUTLET = (
    r"(?:本[报刊网台站社院校会]|[\u3400-\u9fff]{2,8}?(?:[日晚晨早时都]报|报社|新闻|周刊|融媒(?:体)?|传媒|"
    r"客户端|电视台|广播|通讯社|在线|网))"
)
_GRADE = (
    r"(?:全媒体|融媒体?|首席|高级|资深|特派|特约|特邀|见习|实习|摄影|文字|职工|社区|校园|学生|小|青年|"
    r"签约|现场|视频|驻[\u3400-\u9fff]{1,6}?)"
)
_CALLING = (
    r"(?:记者|通讯员|通联员|实习生|见习生|编译|翻译|译者?|撰文|撰稿人?|评论员|观察员|作者|采写|采访|采编|"
    r"整理|口述|笔录|执笔|记录|主笔|摄影报[道导]|摄影|摄像|绘图|绘画|插图|插画|漫画|书法|"
    r"供稿|供图|访问|采访整理|讲述|指导(?:老师|教师)|辅导(?:老师|教师)|主持人?|文字|图文|文图|图片|"
    r"相片提供|照片提供|图片提供|资料提供|讲员|编写|改写|监制|统筹|策划|文|图|摄|绘|编)"
)
ROLE = rf"(?:{_OUTLET})?{_GRADE}{{0,3}}{_CALLING}"
_ROLE = re.compile(ROLE)
_BEHIND = re.compile(
    r"(?:摄影报[道导]|摄影|报[道导]|采写|撰文|整理|编译|口述|讲述|记录|执笔|[文图摄绘编译](?:[/、][文图摄绘])?)"
)
_CLASS = re.compile(
    r"(?:[\u3400-\u9fff]{0,12}(?:小学|中学|学校|大学|学院|幼儿园|初中|高中|"
    r"高级中学) ?)?(?:[小初高大]?[一二三四五六七八九\d]{1,2}(?:年级)? ?(?:[（(]\d{1,2}[)）]|"
    r"[一二三四五六七八九十\d]{1,2})? ?[班级]|"
    r"[初高][一二三] ?\(\d{1,2}\) ?班?)"
)
_OFFICE = re.compile(
    r"(?:[\u3400-\u9fff]{0,14}(?:会长|主席|主任|书记|校长|院长|园长|馆长|所长|局长|处长|科长|部长|厂长|"
    r"村长|镇长|社长|理事长|董事长|总经理|经理|干事|"
    r"秘书长?|委员|顾问|医师|医生|护士长?|药师|技师|"
    r"教师|老师|教授|讲师|博士|硕士|律师|工程师|编辑|作家|诗人|画家|学者|司铎|神父|牧师|传道|长老|执事|"
    r"同工|校友|同学|学生|学员|会员|队员|队长|组长|班长|家长|居民|村民|读者|"
    r"志愿者|义工|社工|辅导员|班主任|导师|"
    r"执委|理事|监事|代表|负责人|党员|职工|工人|[\u3400-\u9fff](?:部|处|科|局|组|队|社|厂|办|站|室|所|中心|"
    r"公司|学校|小学|中学|大学|学院|医院|支部|车间|[工商学协董]会|委会|社区|村|街道))"
    r"|[1-6一二三四五六][A-H]|[中小高初][一二三四五六](?:[A-H甲乙丙丁忠孝仁爱信义和平])?班?)(?= )"
)
_PROVIDED = re.compile(r"[\u3400-\u9fff]{2,14}(?:提供|供图|资料)")
_TITLE = re.compile(r"(?:牧师|传道|长老|执事|神父|修女|师母|弟兄|姊妹|老师|教授|校长|医师|医生|同学|主任|律师)")
_BETWEEN = re.compile(r"[\s、,，/／|｜丨│:：;；&+·]+")
_MARKS = re.compile(r"[□■◎●◇◆▲△○☆★*※▍▌✎—\-~\s]+")


@dataclass(slots=True)
class Crew:
    """The people of one run."""

    found: list[tuple[str, list[str]]] = field(default_factory=list)
    """Roles with their names, as written."""
    sure: bool = True
    whole: bool = True
    """Whether everything in the run was understood."""
    marked: bool = False
    """Whether a mark such as □ stood before it, or a role or a class was named."""
    behind: bool = False
    """Whether the role of the last names stood behind them: the next names are others'."""
    end: int = 0
    """How far it was understood, in characters of the key."""

    @property
    def bylines(self) -> tuple[Byline, ...]:
        """The people as the model has them."""
        return tuple(Byline(tuple(people), role) for role, people in self.found if people)


def read(text: Mapped, start: int, end: int) -> Crew:
    """Read ``text.key[start:end]`` as roles and names."""
    crew = Crew(end=start)
    at = start
    if match := _MARKS.match(text.key, at, end):
        crew.marked = bool(match.group().strip())
        at = match.end()
    pending = ""
    while at < end:
        if (blank := _BETWEEN.match(text.key, at, end)) is not None:
            at = blank.end()
            continue
        step = _step(text, at, end, crew, pending)
        if step is None:
            crew.whole = False
            break
        at, pending = step
        crew.end = at
    if pending and crew.found and not crew.found[-1][1]:
        crew.found.pop()
    return crew


def _step(text: Mapped, at: int, end: int, crew: Crew, pending: str) -> tuple[int, str] | None:
    """Read one token; return where the next begins and the role that waits for a name. None where it is neither."""
    key = text.key
    word_end = next((m.start() for m in (_BETWEEN.search(key, at, end),) if m), end)
    open_role = bool(crew.found) and not crew.found[-1][1]
    named = bool(crew.found) and bool(crew.found[-1][1])
    if (match := _CLASS.match(key, at, end)) is not None:
        crew.found.append((text.cut(at, match.end()).replace(" ", "").replace("\u3000", ""), []))
        crew.marked = True
        return match.end(), text.cut(at, match.end())
    if (office := _OFFICE.match(key, at, end)) is not None and re.match(
        r" +[\u3400-\u9fffA-Z]", key[office.end() : end]
    ):
        crew.found.append((text.cut(at, office.end()), []))
        name = re.match(r" +((?:[\u3400-\u9fff] )?[\u3400-\u9fff]+)", key[office.end() : end])
        crew.marked = crew.marked or bool(name and names.sounds(name[1].replace(" ", "")))
        return office.end(), ""
    if open_role and crew.found[-1][0] and (given := _PROVIDED.match(key, at, end)) and given.end() in (word_end, end):
        # 图：剧组提供: whose picture it is, and no name.
        crew.found.pop()
        return given.end(), ""
    behind = _BEHIND.match(key, at, end)
    if behind and named and _is_behind(key, behind, at, end, word_end, crew):
        _behind(crew, text.cut(at, behind.end()))
        return behind.end(), ""
    if (role_end := _longest_role(key, at, end, word_end)) is not None:
        # 摄影/撰文 is one role.
        while (more := re.match(rf"[/、]({_CALLING})(?=[\s:/]|$)", key[role_end:end])) is not None and len(more[1]) > 1:
            role_end += more.end()
        crew.found.append((_tidy(text.cut(at, role_end)), []))
        crew.marked = True
        return role_end, text.cut(at, role_end)
    return _name(text, at, end, word_end, crew, open_role)


def _is_behind(key: str, match: re.Match[str], at: int, end: int, word_end: int, crew: Crew) -> bool:
    """Whether a role stands behind the names it belongs to, and not before those that follow."""
    glued = at > 0 and bool(re.match(names.HAN, key[at - 1]))
    if glued or key.startswith(("报道", "报导"), at):
        return True
    if match.end() not in (word_end, end):
        return False
    if key[match.end() : match.end() + 1] in (":", "/") and match.end() < end:
        return False
    after = _next_word(key, match.end(), end)
    follows = bool(re.match(r"[\u3400-\u9fffA-Z]", after)) and not _ROLE.match(after) and not _CLASS.match(after)
    return not follows or bool(crew.found[-1][0] and key[at - 1] == "/")


def _longest_role(key: str, at: int, end: int, word_end: int) -> int | None:
    """Return where a role that begins at ``at`` ends; it must be followed by a name, a mark or nothing."""
    match = _ROLE.match(key, at, end)
    if match is None:
        return None
    role, stop = match.group(), match.end()
    one = len(role) == 1
    if one and not (stop == end or key[stop] in " :/|丨"):
        return None
    rest = key[stop:word_end]
    # 图书馆, 文静: a role of few characters may be the head of another word.
    return stop if not rest or len(role) >= 2 else None


def _name(text: Mapped, at: int, end: int, word_end: int, crew: Crew, open_role: bool) -> tuple[int, str] | None:
    key = text.key
    if not crew.found or crew.behind:
        crew.found.append(("", []))
        crew.behind = False
    people = crew.found[-1][1]
    if (foreign := names.FOREIGN.match(key, at, end)) is not None:
        people.append(text.cut(at, foreign.end()).strip())
        return foreign.end(), ""
    spaced = re.match(rf"({names.HAN}) +({names.HAN})(?!{names.HAN})", key[at:end])
    given = re.match(rf"({names.HAN}) +({names.HAN}{{2}})(?!{names.HAN})", key[at:end])
    if given and names.surname(given[1]):
        people.append(text.cut(at, at + 1) + text.cut(at + given.start(2), at + given.end(2)))
        return at + given.end(), ""
    if spaced and (names.surname(spaced[1]) or open_role):
        people.append(text.cut(at, at + 1) + text.cut(at + spaced.start(2), at + spaced.end(2)))
        return at + spaced.end(), ""
    run = re.match(rf"{names.HAN}+", key[at:word_end])
    if run is None:
        return None
    word = run.group()
    # A role may be glued to the end of the names before it: 刘帅本报记者刘红杰.
    if (
        later := re.search(rf"(?:{_OUTLET})?{_GRADE}{{0,3}}(?:记者|通讯员|实习生|编译|摄影|整理)", word[2:])
    ) is not None:
        word = word[: 2 + later.start()]
    if (
        tail := re.search(
            r"(?:摄影报[道导]|报[道导]|采写|整理|撰文|摄影|编译|口述|讲述|记录|执笔)$|"
            r"(?<=[\u3400-\u9fff]{3})[摄文图译]$",
            word,
        )
    ) and 2 <= tail.start() <= 4:
        word = word[: tail.start()]
    if people and _TITLE.fullmatch(word):
        if not crew.found[-1][0]:
            crew.found[-1] = (text.cut(at, at + len(word)), people)
        return at + len(word), ""
    title = _TITLE.search(word)
    role_behind = ""
    if title and title.end() == len(word) and 2 <= title.start() <= 4:
        word, role_behind = word[: title.start()], title.group()
    if open_role and crew.found[-1][0] and len(word) <= 4 and not names.is_name(word):
        # 图／传协会: a body that gave the picture.
        crew.found.pop()
        return at + len(word), ""
    if len(word) < 2 or len(word) > 12 or (len(word) > 4 and not crew.marked):
        return None
    lengths, sure = names.apart(word)
    if max(lengths) > 4 or (not crew.marked and not names.sounds(word)):
        return None
    crew.sure = crew.sure and sure
    place = at
    for length in lengths:
        people.append(text.cut(place, place + length))
        place += length
    if role_behind:
        if not crew.found[-1][0]:
            crew.found[-1] = (text.cut(place, place + len(role_behind)), people)
        place += len(role_behind)
    return place, ""


def _behind(crew: Crew, role: str) -> None:
    """Give a role that stands behind names to those that have none yet, or to the last."""
    before, people = crew.found[-1]
    if not people:
        return
    if not before:
        crew.found[-1] = (role, people)
        crew.behind = True
    crew.marked = True


def _next_word(key: str, at: int, end: int) -> str:
    rest = key[at:end].lstrip(" /、,:")
    return re.split(r"[\s、,/:;|]", rest)[0]


def _tidy(role: str) -> str:
    return re.sub(r"[\s\u3000]", "", role)
