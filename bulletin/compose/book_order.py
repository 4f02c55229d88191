"""What comes after what in a book, and what the issue is called in it."""

from bulletin.compose.page import date_words
from bulletin.layouts import Layout
from bulletin.model import Article, Edition, Issue, Rank, Section


def arranged(issue: Issue) -> tuple[tuple[Section, tuple[Article, ...]], ...]:
    """Return the sections with their articles in the order of the book: a story, then those that stand under it.

    A section all of whose articles stand under stories of others has no place of its own, as on paper.
    """
    by_name = {article.name: article for article in issue.articles}
    owned = {name for article in issue.articles for name in article.under}
    parts = []
    for section in issue.sections:
        own = [article for article in section.articles if article.name not in owned]
        articles = [a for article in own for a in (article, *(by_name[name] for name in article.under))]
        if articles:
            parts.append((section, tuple(articles)))
    return tuple(parts)


def lead(issue: Issue) -> Article:
    """Return the story that the cover is about: the weightiest, the first of these."""
    articles = [article for _, part in arranged(issue) for article in part]
    return min(articles, key=lambda article: list(Rank).index(article.rank))


def number_words(edition: Edition, layout: Layout) -> tuple[str, ...]:
    """Return what names the issue beside its date: 第128期, 总第640期, 创刊号; only what there is."""
    issue, words = edition.issue, layout.words(edition.script)
    return tuple(
        text
        for text in (
            words["number"].format(issue.number) if issue.number else "",
            words["total"].format(issue.total) if issue.total else "",
            issue.title,
        )
        if text
    )


def cover_alt(edition: Edition, layout: Layout) -> str:
    """Return what the cover is, for those who cannot see it."""
    names = (edition.issue.publication.title, *number_words(edition, layout))
    date = date_words(edition, layout)["western"]
    story = lead(edition.issue).headline.text
    return f"{layout.words(edition.script)['cover']}：" + "\u3000".join((*names, date, story))
