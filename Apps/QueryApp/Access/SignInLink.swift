import Glibc
import StrataService

/// The link that is printed at the start and signs a browser in, once.
struct SignInLink: Sendable {
  let code: AccessSecret
  let publicURL: PublicURL?

  /// - Parameter address: where the server listens.
  func text(address: String) -> String {
    // Nobody can go to the address that means all of them.
    let local = address.replacing("//0.0.0.0:", with: "//127.0.0.1:").replacing("//[::]:", with: "//[::1]:")
    return "\(publicURL?.description ?? local)\(PagesController.signInPath)?code=\(code.text)"
  }

  /// `sign in at http://…/sign-in?code=…` on standard output.
  func print(address: String) {
    let line = Array("sign in at \(text(address: address)) (works once, for ten minutes)\n".utf8)
    _ = write(STDOUT_FILENO, line, line.count)
  }
}
