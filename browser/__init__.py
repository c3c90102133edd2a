"""The real app in a real browser: for tests, benchmarks and the pictures of the README.

``chromium`` finds the browser, ``server`` starts an app, ``pages`` opens and waits for its pages.
The product itself needs none of it; Playwright comes with the development packages.
"""
