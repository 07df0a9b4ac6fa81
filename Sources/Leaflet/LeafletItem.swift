import Knee
import Results
import Studies

/// One thing that is assumed or changed: the key of its sentence, its muscles and its whole number.
public struct LeafletItem: Sendable, Equatable {
  public var key: String
  /// Groups and muscles, named as in study files.
  public var muscles: [String]
  /// The placeholder that is no muscle, and its value.
  public var number: (name: String, value: Double)?

  public init(_ key: String, muscles: [String] = [], _ name: String = "", _ value: Double? = nil) {
    self.key = key
    self.muscles = muscles
    // Without the last digits of a value that was divided by 100 when it was read.
    number = value.map { (name, (1e6 * $0).rounded() / 1e6) }
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.key == b.key && a.muscles == b.muscles && a.number?.name == b.number?.name
      && a.number?.value == b.number?.value
  }
}

extension LeafletItem {
  init(_ change: WhatIf.Change, _ words: MuscleWords) {
    switch change {
    case .release(let muscles, let part):
      let names = words.names(of: Set(muscles))
      self =
        switch part {
        case 0: LeafletItem("item.release_none", muscles: names)
        case 1: LeafletItem("item.release_all", muscles: names)
        default: LeafletItem("item.release", muscles: names, "percent", 100 * part)
        }
    case .set(let muscles, let part, let value):
      self.init(part, value, words.names(of: Set(muscles)))
    case .scaleStrength(let muscles, let factor):
      self.init(
        factor < 1 ? "item.weaker" : "item.stronger", muscles: words.names(of: Set(muscles)), "percent",
        100 * (factor - 1).magnitude)
    case .addMass(let mass): self.init(mass < 0 ? "item.lighter" : "item.heavier", "kg", mass.magnitude)
    case .side(let side): self.init("item." + side.rawValue)
    case .depth(let depth): self.init("item.depth", "degrees", depth * 180 / .pi)
    case .speed(let speed): self.init("item.speed", "percent", 100 * speed)
    case .cartilageModulus(let factor): self.init("item.cartilage_modulus", "percent", 100 * factor)
    case .cartilageThickness(let factor): self.init("item.cartilage_thickness", "percent", 100 * factor)
    }
  }

  /// A part of the tension of muscles at a value.
  private init(_ part: TensionPart, _ value: Double, _ names: [String]) {
    let isNone = value == 0 && (part == .tone || part == .shortening)
    self =
      isNone
      ? LeafletItem("item.no_" + part.rawValue, muscles: names)
      : LeafletItem("item." + part.rawValue, muscles: names, "percent", 100 * value)
  }

  /// What differs from healthy, muscles with the same value together.
  static func tension(_ tension: [MuscleTension], _ words: MuscleWords) -> [LeafletItem] {
    TensionPart.allCases.flatMap { part -> [LeafletItem] in
      let values = tension.map { part.value(of: $0) }
      let differing = values.indices.filter { values[$0] != part.value(of: .healthy) }
      var seen: [Double] = []
      for index in differing where !seen.contains(values[index]) { seen.append(values[index]) }
      return seen.map { value in
        LeafletItem(part, value, words.names(of: Set(differing.filter { values[$0] == value })))
      }
    }
  }
}

extension TensionPart {
  fileprivate func value(of tension: MuscleTension) -> Double {
    switch self {
    case .tone: tension.tone
    case .stiffness: tension.stiffness
    case .shortening: tension.shortening
    case .strength: tension.strength
    }
  }
}

extension MuscleWords {
  /// Names of muscles with underscores, whole groups by the name of the group, the largest first.
  func names(of indices: Set<Int>) -> [String] {
    var left = indices
    var names: [String] = []
    for group in groups.sorted(by: { $0.members.count > $1.members.count })
    where left.isSuperset(of: group.members) {
      names.append(Self.normalized(group.name))
      left.subtract(group.members)
    }
    return names + left.sorted().map { muscles[$0] }
  }
}
