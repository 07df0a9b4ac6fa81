/// Numbers to be drawn: one panel of a figure. Every number must be finite; nil is what was not solved, and leaves a gap.
public struct Chart: Sendable, Equatable {
  /// Above the panel; nil where the figure has only this one.
  public var heading: String?
  public var x, y: Axis
  public var marks: Marks

  public init(heading: String? = nil, x: Axis, y: Axis, _ marks: Marks) {
    self.heading = heading
    self.x = x
    self.y = y
    self.marks = marks
  }

  public struct Axis: Sendable, Equatable {
    public var label: String
    /// Nil for names, which have none.
    public var unit: String?
    /// The name of the column in tables and specifications.
    public var column: String
    public var includesZero: Bool
    /// What it shows at the least; nil for what the marks need.
    public var range: ClosedRange<Double>?
    /// Values that stand beside it; nil for round ones.
    public var ticks: [Double]?

    public init(
      _ label: String, unit: String?, column: String, includesZero: Bool = false,
      range: ClosedRange<Double>? = nil, ticks: [Double]? = nil
    ) {
      self.label = label
      self.unit = unit
      self.column = column
      self.includesZero = includesZero
      self.range = range
      self.ticks = ticks
    }

    public var text: String { unit.map { "\(label) (\($0))" } ?? label }
  }

  public enum Marks: Sendable, Equatable {
    /// Curves over x, the baseline first, and moments of x that are named.
    case lines([Line], events: [Event] = [])
    /// A bar to the right for every row; its axis is `x`, the names are `y`.
    case bars([Bar])
    /// Colors over the plane of x and y.
    case grid(Grid)
    /// A band and a mark for every row; its axis is `x`, the names are `y`.
    case bands([Band])
  }

  public struct Line: Sendable, Equatable {
    public var name: String
    public var points: [Sample]
    /// Which look it has: equal numbers look alike in all panels, 0 is the baseline.
    public var look: Int
    /// Which of its samples carry a marker.
    public var marked: Marked
    /// Whether its numbers are none to go by: drawn pale, without a peak.
    public var isDoubtful: Bool

    /// `jumps`: where it jumps, as right after a session, with the spread as a whisker; the last with its number where it is gone
    /// at once on this scale.
    public enum Marked: Sendable { case peak, samples, jumps, none }

    public init(
      _ name: String, _ points: [Sample], look: Int, marked: Marked = .peak, isDoubtful: Bool = false
    ) {
      self.name = name
      self.points = points
      self.look = look
      self.marked = marked
      self.isDoubtful = isDoubtful
    }
  }

  public struct Sample: Sendable, Equatable {
    public var x: Double
    public var y: Double?
    /// The spread of y.
    public var low, high: Double?

    public init(_ x: Double, _ y: Double?, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }
  }

  public struct Event: Sendable, Equatable {
    public var x: Double
    public var name: String
    /// Whether its line goes down to the axis, or is a short one above the curves.
    public var isLong: Bool
    public init(_ x: Double, _ name: String, isLong: Bool = true) {
      self.x = x
      self.name = name
      self.isLong = isLong
    }
  }

  public struct Bar: Sendable, Equatable {
    public var name: String
    public var value: Double?
    public var low, high: Double?
    /// What stands at its end: the number, or why there is none.
    public var text: String
    public var look: Int
    /// Whether its number is none to go by: dashed and empty.
    public var isDoubtful: Bool

    public init(
      _ name: String, _ value: Double?, low: Double? = nil, high: Double? = nil, text: String, look: Int,
      isDoubtful: Bool = false
    ) {
      self.name = name
      self.value = value
      self.low = low
      self.high = high
      self.text = text
      self.look = look
      self.isDoubtful = isDoubtful
    }
  }

  /// One value for every pair of x and y.
  public struct Grid: Sendable, Equatable {
    /// Centers of the cells, increasing.
    public var x, y: [Double]
    /// y.count rows of x.count values          (y × x)
    public var values: [[Double?]]
    /// What the values are.
    public var quantity: Axis
    /// What the colors span; nil takes the values themselves.
    public var range: ClosedRange<Double>?
    /// Whether nothing is drawn where a value is 0.
    public var isBlankAtZero: Bool

    public init(
      x: [Double], y: [Double], values: [[Double?]], quantity: Axis, range: ClosedRange<Double>? = nil,
      isBlankAtZero: Bool = false
    ) {
      precondition(values.count == y.count && values.allSatisfy { $0.count == x.count }, "y × x values")
      self.x = x
      self.y = y
      self.values = values
      self.quantity = quantity
      self.range = range
      self.isBlankAtZero = isBlankAtZero
    }
  }

  public struct Band: Sendable, Equatable {
    public var name: String
    public var low, high: Double
    public var value: Double?
    /// What stands beside it.
    public var text: String
    public var isInside: Bool
    /// What a table has of it beside what is drawn.
    public var cells: [DataTable.Named]

    public init(
      _ name: String, low: Double, high: Double, value: Double?, text: String, isInside: Bool,
      cells: [DataTable.Named] = []
    ) {
      self.name = name
      self.low = low
      self.high = high
      self.value = value
      self.text = text
      self.isInside = isInside
      self.cells = cells
    }
  }
}

/// Charts under one title, with what must be read beside them.
public struct Figure: Sendable, Equatable {
  public var title: String
  /// Who, what, and under which boundary.
  public var subtitle: String
  /// What a person who cannot see it would be told.
  public var description: String
  public var panels: [Chart]
  /// Below the panels: assumptions, warnings, what it does not say.
  public var notes: [String]

  public init(title: String, subtitle: String, description: String, panels: [Chart], notes: [String]) {
    self.title = title
    self.subtitle = subtitle
    self.description = description
    self.panels = panels
    self.notes = notes
  }
}

/// Why there is nothing to draw, in words for people.
public struct FigureError: Error, Equatable, CustomStringConvertible {
  public enum Kind: Sendable {
    case nothingSolved, tooMuch
    /// Solved, and not as a knee.
    case nothingToGoBy
  }
  public var kind: Kind
  public var description: String
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
