import SegmentModel

/// What a contact or company belongs to, and the like.
extension FilterWords {
  func segment(_ id: String) -> String {
    library.definition(of: id).map { "the segment \(WordedText.quoted($0.name))" } ?? "the segment \(id.cutForWords)"
  }

  func list(_ id: String) -> String {
    library.listName(of: id).map { "the list \(WordedText.quoted($0))" } ?? "the list \(id.cutForWords)"
  }

  func sample(_ percent: Double, _ salt: String) -> String {
    "the \(percent.ecmaScriptText)% sample \(WordedText.quoted(salt))"
  }

  func company(_ inner: Filter, _ quantifier: Quantifier) -> String {
    let which = which(inner, isPeople: false)
    return switch quantifier {
    case .any: "belongs to a company\(which)"
    case .all:
      which.isEmpty ? "belongs to a company" : "belongs to at least one company and only to companies\(which)"
    case .none: "belongs to no company\(which)"
    }
  }

  func contacts(_ inner: Filter, _ quantifier: Quantifier) -> String {
    let which = which(inner, isPeople: true)
    return switch quantifier {
    case .any: "has a contact\(which)"
    case .all: which.isEmpty ? "has a contact" : "has at least one contact and only contacts\(which)"
    case .none: "has no contact\(which)"
    }
  }

  func contacts(_ inner: Filter, _ count: CountTest) -> String {
    let which = which(inner, isPeople: true)
    return switch count {
    case .exactly(0), .atMost(0): "has no contact\(which)"
    case .exactly(let n): "has exactly \(WordedText.count(n, "contact"))\(which)"
    case .atLeast(let n): "has at least \(WordedText.count(n, "contact"))\(which)"
    case .atMost(let n): "has at most \(WordedText.count(n, "contact"))\(which)"
    }
  }

  /// ` where (…)`; nothing where nothing is asked.
  private func which(_ inner: Filter, isPeople: Bool) -> String {
    if inner == .all([]) { return "" }
    return " where (\(words(isPeople: isPeople).sentence(of: inner)))"
  }

  /// The words of what stands inside a relation.
  func words(isPeople: Bool) -> FilterWords {
    FilterWords(library: library, labels: labels, isPeople: isPeople, dates: dates)
  }
}
