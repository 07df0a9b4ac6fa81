/// A number with a fixed count of decimals and a decimal point, whatever the locale.
///
/// Rounds half away from zero; never shows `-0`. Numbers that are not finite, or too large for the
/// rounding to be exact (2^53 in units of the last decimal), appear as Swift prints them.
public func fixedNumber(_ value: Double, _ decimals: Int) -> String {
  var power = 1.0
  for _ in 0..<decimals { power *= 10 }
  let scaled = (value * power).rounded()
  guard scaled.isFinite, scaled.magnitude < 9_007_199_254_740_992 else { return "\(value)" }
  let digits = String(Int(scaled.magnitude))
  let sign = scaled < 0 ? "-" : ""
  guard decimals > 0 else { return sign + digits }
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
}

/// The shortest text that reads back as this number, without a trailing `.0`.
public func shortNumber(_ value: Double) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// A number of which only the size matters: two decimals, or two digits and an exponent below 0.01.
public func roughNumber(_ value: Double) -> String {
  guard value != 0, value.magnitude < 0.01 else { return fixedNumber(value, 2) }
  var digits = value
  var exponent = 0
  while digits.magnitude < 0.995, exponent > -400 {
    digits *= 10
    exponent -= 1
  }
  return fixedNumber(digits, 1) + "e\(exponent)"
}

/// A fraction as whole percent, `0.1` as `10 %`; with one decimal where whole percent would hide it.
public func percentText(_ fraction: Double) -> String {
  let percent = fraction * 100
  let isWhole = (percent - percent.rounded()).magnitude < 0.05
  return fixedNumber(percent, isWhole ? 0 : 1) + " %"
}

/// A change in percent with its sign, in whole numbers: `+12 %`, `-3 %`, `0 %`.
public func changeText(_ percent: Double) -> String {
  let text = fixedNumber(percent, 0)
  return (text.hasPrefix("-") || text == "0" ? "" : "+") + text + " %"
}

/// The decimal number a text starts with, and what follows it; nil when it does not start with one.
///
/// Accepts a sign, digits with at most one point, and an exponent. Refuses `inf`, `nan` and hexadecimal.
package func leadingNumber(of text: String) -> (number: Double, rest: Substring)? {
  let bytes = Array(text.utf8)
  var end = 0
  func digits(from start: Int) -> Int {
    var i = start
    while i < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[i] { i += 1 }
    return i
  }
  func isSign(_ i: Int) -> Bool {
    i < bytes.count && (bytes[i] == UInt8(ascii: "+") || bytes[i] == UInt8(ascii: "-"))
  }

  if isSign(end) { end += 1 }
  let whole = end
  end = digits(from: end)
  var count = end - whole
  if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
    let fraction = digits(from: end + 1)
    count += fraction - end - 1
    end = fraction
  }
  guard count > 0 else { return nil }
  if end < bytes.count, bytes[end] == UInt8(ascii: "e") || bytes[end] == UInt8(ascii: "E") {
    let start = isSign(end + 1) ? end + 2 : end + 1
    let exponent = digits(from: start)
    if exponent > start { end = exponent }
  }
  let boundary = text.utf8.index(text.startIndex, offsetBy: end)
  guard let number = Double(text[..<boundary]) else { return nil }
  return (number, text[boundary...])
}
