/// What who is not signed in sees.
enum SignInPage {
  static let howTo = page(
    """
    <h1>Sign in</h1>
    <p>Open the link that the server printed on its standard output when it started
    (<code>sign in at …</code>). It works once, within ten minutes of the start.</p>
    """)

  static let refused = page(
    """
    <h1>This link no longer works</h1>
    <p>A sign-in link works once, within ten minutes. Start the server again: it prints a new one.</p>
    """)

  /// The script adds the form for a token below the words.
  private static func page(_ words: HTML) -> Page {
    Page(
      title: "Sign in to Strata", script: "app/sign-in.js",
      body: """
        <main class="sign-in">
        \(words)
        <div id="token-form"></div>
        <p class="quiet">The first API token is in the file <code>\(AdminToken.fileName)</code> in the data
        directory. Programs send theirs as <code>Authorization: Bearer</code>.</p>
        <noscript><p>The page needs JavaScript.</p></noscript>
        </main>
        """)
  }

  /// Goes on to the page by itself. A redirect would be followed without the cookie where the link was clicked in
  /// another site's page, because the cookie is `SameSite=Strict`; from a page of this server it is sent.
  static let done = Page(
    title: "Signed in to Strata", script: "app/signed-in.js",
    body: """
      <main class="sign-in"><h1>You are signed in</h1><p><a href="./">Go on to the segments</a></p></main>
      """)
}
