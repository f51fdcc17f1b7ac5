"""The web site whose pages hold the widget: another origin than the ingest server's."""
import http.server
import urllib.parse

from local_server import LocalServer


class WebSite(LocalServer):
    """Serves `pages`, by path; every other path gets the page at `/`, as a single page application's server does."""

    def __init__(self):
        super().__init__(PageHandler)
        self.pages = {}

    def page(self, ingest, path="/", head="", body="", attributes="", query=""):
        """Puts a page with the widget's loader at `path`, and returns the address of that page.

        The loader is inserted by a script, as the seed of the product does it, with these `attributes` (JavaScript
        that sees the new element as `script`) and this `query` behind its address."""
        loader = f"""<script>(function () {{
          var script = document.createElement('script');
          script.src = "{ingest.address}/build/eventsWidget.bundle.js{query}";
          script.async = true;
          {attributes}
          var entry = document.getElementsByTagName('script')[0];
          entry.parentNode.insertBefore(script, entry);
        }})();</script>"""
        self.pages[path] = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>'
            f'<link rel="icon" href="data:,">{head}</head><body>{body}{loader}</body></html>'
        )
        return self.address + path


class PageHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        body = self.server.pages.get(path, self.server.pages.get("/", "")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
