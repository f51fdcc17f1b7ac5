/// Answers that are slow to work out, kept for when the same is asked again.
///
/// Texts as questions are the same where Swift calls them equal, so an answer may not depend on the normal form.
struct OracleMemo<Question: Hashable, Answer> {
  private var answers: [Question: Answer] = [:]

  mutating func answer(_ question: Question, _ work: (Question) throws -> Answer) rethrows -> Answer {
    if let known = answers[question] { return known }
    let answer = try work(question)
    answers[question] = answer
    return answer
  }
}
