import Results

/// Sentences below pictures.
enum Closing {
  /// Ends the notes of every picture.
  static let sentence = [Wording.loadIsNotPain, Wording.model].joined(separator: " ")

  /// The program and the model that a picture is drawn from.
  static func source(model: String, hash: String, freedom: String? = nil) -> String {
    "trochlea \(trochleaVersion), model \(model) (\(hash))" + (freedom.map { ", freedom \($0)" } ?? "")
  }
}
