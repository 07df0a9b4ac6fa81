import Results

/// What every document of a run says of it first.
struct RunHead: Encodable, Sendable {
  let schema = 1
  /// Version of the program that solved it, and a hash of what that program computes.
  let trochlea: String
  let numerics: String?
  let run, study, title: String
  let question: String?
  let boundary: ResultsDocument.Boundary
  let model: ResultsDocument.Model
  let freedom: String
  let parameters: [String]

  init(_ run: StoredRun) {
    (trochlea, numerics) = (run.program, run.numerics)
    (self.run, study, title, question) = (run.id, run.studyHash, run.title, run.question)
    boundary = run.boundary
    model = .init(name: run.model, hash: run.modelHash)
    freedom = run.freedom
    parameters = run.parameters
  }
}
