import Dense
import Foundation
import Knee

/// Reads values out of a model file, each checked against its range; an error names file, key path, value and range.
struct ModelCheck {
  let file: String

  func number(_ value: Double, _ key: String, in range: ClosedRange<Double>, unit: String) throws(InputError)
    -> Double
  {
    guard range.contains(value) else {
      throw InputError(
        .data, file: file, place: key, problem: "\(value) \(unit) is out of range",
        allowed: "\(range.lowerBound) to \(range.upperBound) \(unit)")
    }
    return value
  }

  func length(_ mm: Double, _ key: String, in range: ClosedRange<Double> = -1000...1000) throws(InputError)
    -> Double
  {
    try number(mm, key, in: range, unit: "mm") * 1e-3
  }

  func point(_ mm: [Double], _ key: String) throws(InputError) -> Vector3 {
    guard mm.count == 3 else {
      throw InputError(
        .data, file: file, place: key, problem: "\(mm.count) numbers", allowed: "three numbers: x, y, z in mm"
      )
    }
    return Vector3(
      try length(mm[0], key + "[0]"), try length(mm[1], key + "[1]"), try length(mm[2], key + "[2]"))
  }

  func angle(_ degrees: Double, _ key: String, in range: ClosedRange<Double> = -360...360) throws(InputError)
    -> Double
  {
    try number(degrees, key, in: range, unit: "deg") * .pi / 180
  }

  func word<T: RawRepresentable & CaseIterable>(_ text: String, _ key: String, _ what: String)
    throws(InputError) -> T
  where T.RawValue == String {
    guard let value = T(rawValue: text) else {
      throw .unknown(.data, what, text, among: T.allCases.map(\.rawValue), file: file, place: key)
    }
    return value
  }

  func count(_ found: Int, _ expected: Int, _ key: String) throws(InputError) {
    guard found == expected else {
      throw InputError(
        .data, file: file, place: key, problem: "\(found) values", allowed: "exactly \(expected)")
    }
  }
}
