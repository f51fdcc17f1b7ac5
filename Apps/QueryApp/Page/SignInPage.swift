/// What who is not signed in sees.
enum SignInPage {
  static let howTo = Page(
    title: "Sign in to Strata",
    body: """
      <h1>Sign in</h1>
      <p>Open the link that the server printed on its standard output when it started
      (<code>sign in at …</code>). It works once, within ten minutes of the start; start the server again for a
      new one.</p>
      <p class="quiet">Programs do not sign in: they send <code>Authorization: Bearer</code> with an API token. The
      first one is in the file <code>\(AdminToken.fileName)</code> in the data directory.</p>
      """)

  static let refused = Page(
    title: "Sign in to Strata",
    body: """
      <h1>This link no longer works</h1>
      <p>A sign-in link works once, within ten minutes. Start the server again: it prints a new one.</p>
      """)

  /// Goes on to the page by itself. A redirect would be followed without the cookie where the link was clicked in
  /// another site's page, because the cookie is `SameSite=Strict`; from a page of this server it is sent.
  static let done = Page(
    title: "Signed in to Strata", head: "<meta http-equiv=\"refresh\" content=\"0; url=./\">",
    body: "<h1>You are signed in</h1><p><a href=\"./\">Go on to the segments</a></p>")
}
