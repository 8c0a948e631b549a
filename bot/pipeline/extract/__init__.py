"""Find the article in a web page. Pure; run in worker processes (`bot.pipeline.workers`).

    page = extract(html, url=url, content_type=content_type)

`page.text` is the article's text, or `page.obstacle` says why there is none to be had.
"""

from bot.pipeline.extract.page import Page, extract

__all__ = ["Page", "extract"]
