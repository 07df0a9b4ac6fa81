import Knee
import Results
import Testing

@Suite struct QuantityTests {
  @Test(arguments: [
    ("75", 75.0), ("75kg", 75), ("75 kg", 75), ("7.55e1", 75.5), ("20", 20), ("300", 300), ("+75", 75),
  ])
  func `a mass is read with and without its unit`(text: String, value: Double) throws {
    #expect(try Quantity.mass.parse(text, place: "--mass") == value)
  }

  @Test(arguments: [("1.75", 1.75), ("1.75m", 1.75), ("175 cm", 1.75), ("100cm", 1.0), ("2.3 m", 2.3)])
  func `a height is read in meters and centimeters`(text: String, value: Double) throws {
    #expect(try Quantity.height.parse(text, place: "--height") == value)
  }

  @Test(arguments: [
    ("10%", 0.1), ("10 %", 0.1), ("0.1", 0.1), ("7%", 0.07), ("0", 0.0), ("100%", 1), ("1.0", 1),
    ("1%", 0.01),
  ])
  func `a tone is a fraction or a percentage, exactly`(text: String, value: Double) throws {
    #expect(try Quantity.tone.parse(text, place: "--tone") == value)
  }

  @Test(arguments: [("60", 60.0), ("60deg", 60), ("60 deg", 60), ("60°", 60), ("-10", -10), ("130", 130)])
  func `an angle comes back in radians`(text: String, degrees: Double) throws {
    #expect(try Quantity.kneeFlexion.parse(text, place: "--flexion") == degrees * .pi / 180)
  }

  @Test(arguments: [
    "", "kg", "75lb", "75kgs", "75 ", " 75", "75  kg", "75 kg ", "7,5", "seventy", "nan", "inf", "-inf",
    "0x50", "1e999",
    "19.99", "300.01", "-75", "75%", "--json", "7.5.0", ".", "+", "e5", "75KG",
  ])
  func `a mass that is none is refused, naming option and range`(text: String) {
    let error = #expect(throws: InputError.self) { try Quantity.mass.parse(text, place: "--mass") }
    #expect(error?.kind == .usage)
    #expect(error?.place == "--mass")
    #expect(error?.allowed?.contains("20 to 300 kg") == true)
    #expect(text.isEmpty || error?.problem.contains("'\(text)'") == true)
  }

  @Test(arguments: ["101%", "1.01", "-1%", "10", "0.1deg", "10 percent", "%"])
  func `a tone outside 0 to 1 is refused`(text: String) {
    let error = #expect(throws: InputError.self) { try Quantity.tone.parse(text, place: "--tone") }
    #expect(error?.allowed?.contains("0 to 1, or 0% to 100%") == true)
  }

  @Test func `ten for a fraction gets the hint that percent may be meant`() {
    let error = #expect(throws: InputError.self) { try Quantity.tone.parse("10", place: "--tone") }
    #expect(error?.suggestion == "10%")
    let hopeless = #expect(throws: InputError.self) { try Quantity.tone.parse("1000", place: "--tone") }
    #expect(hopeless?.suggestion == nil)
  }

  @Test(arguments: [Quantity.tone, .release]) func `a bare one is refused: it may mean 1 % or all`(
    quantity: Quantity
  ) {
    for text in ["1", "+1"] {
      let error = #expect(throws: InputError.self) { try quantity.parse(text, place: "--tone") }
      #expect(
        error?.description
          == "--tone: '\(text)' may mean 1% or 100% (allowed: 1%, or 100%, or 1.0 for all of it)")
    }
  }

  @Test func `a bare one is a factor where one is healthy`() throws {
    #expect(try Quantity.strength.parse("1", place: "x") == 1)
    #expect(try Quantity.stiffness.parse("1", place: "x") == 1)
    let shortening = #expect(throws: InputError.self) { try Quantity.shortening.parse("1", place: "x") }
    #expect(shortening?.suggestion == "1%")
  }

  @Test(arguments: ["0", "0%", "-10%", "100.1%", "1.2"])
  func `a release is above 0 and up to 1`(text: String) {
    #expect(throws: InputError.self) { try Quantity.release.parse(text, place: "--by") }
  }

  @Test func `both ends of every range are allowed and what lies beyond is not`() throws {
    let quantities: [Quantity] = [
      .mass, .height, .tone, .stiffness, .shortening, .strength, .depth, .kneeFlexion, .hipFlexion,
      .ankleDorsiflexion,
      .muscleForce, .externalForce,
    ]
    for quantity in quantities {
      for end in [quantity.range.lowerBound, quantity.range.upperBound] {
        #expect(try quantity.parse("\(end)", place: "x").isFinite)
      }
      for beyond in [quantity.range.lowerBound.nextDown, quantity.range.upperBound.nextUp] {
        #expect(throws: InputError.self) { try quantity.parse("\(beyond)", place: "x") }
      }
    }
  }

  @Test func `a file's number is refused as data`() {
    let error = #expect(throws: InputError.self) {
      try Quantity.muscleForce.parse("-1", place: "x_N", kind: .data)
    }
    #expect(error?.kind == .data)
  }

  @Test(arguments: [
    ("60", [60.0]), ("0:90:30", [0, 30, 60, 90]), ("0:100:30", [0, 30, 60, 90]), ("90:0:-45", [90, 45, 0]),
    ("-10:10:10deg", [-10, 0, 10]), ("5:5:1", [5]),
    ("0:1:0.1", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
  ])
  func `a range holds every step and its end`(text: String, degrees: [Double]) throws {
    let values = try Quantity.kneeFlexion.parseRange(text, place: "--flexion")
    #expect(values.count == degrees.count)
    for (value, degree) in zip(values, degrees) {
      // start + i * step in double precision
      #expect(abs(value - degree * .pi / 180) < 1e-14)
    }
  }

  @Test(arguments: [
    "0:90", "0:90:0", "0:90:-10", "90:0:10", "0:90:10:5", ":90:10", "0::10", "0:90:", "0:200:10", "-20:0:10",
    "0:90:x",
    "0:90:1e-9", "0:90:nan", "a:b:c", ":",
  ])
  func `a range that leads nowhere or too far is refused`(text: String) {
    let error = #expect(throws: InputError.self) {
      try Quantity.kneeFlexion.parseRange(text, place: "--flexion")
    }
    #expect(error?.kind == .usage)
    #expect(error?.place == "--flexion")
  }
}

@Suite struct NumberTextTests {
  @Test(arguments: [
    (1.005, 1, "1.0"), (2.25, 1, "2.3"), (-0.04, 1, "0.0"), (-0.05, 1, "-0.1"), (0, 0, "0"),
    (1234.5, 0, "1235"),
    (0.007, 2, "0.01"), (-12.345, 2, "-12.35"), (.nan, 2, "nan"), (1e300, 0, "1e+300"),
  ])
  func `a fixed number rounds half away from zero and never shows minus zero`(
    value: Double, decimals: Int, text: String
  ) { #expect(fixedNumber(value, decimals) == text) }

  @Test(arguments: [
    (8.0906e-9, "8.1e-9"), (0, "0.00"), (3.25, "3.25"), (0.01, "0.01"), (0.0099, "9.9e-3"),
    (-0.00125, "-1.3e-3"),
  ])
  func `a rough number keeps its size`(value: Double, text: String) { #expect(roughNumber(value) == text) }

  @Test func `changes are whole and signed`() {
    #expect(changeText(12.4) == "+12 %")
    #expect(changeText(-0.4) == "0 %")
    #expect(changeText(0.4) == "0 %")
    #expect(changeText(-3.6) == "-4 %")
  }

  @Test func `a percentage is whole unless that hides it`() {
    #expect(percentText(0.1) == "10 %")
    #expect(percentText(0.07) == "7 %")
    #expect(percentText(0.125) == "12.5 %")
  }
}
