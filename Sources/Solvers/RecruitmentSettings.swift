/// Limits of the recruitment solver.
public struct RecruitmentSettings: Sendable, Equatable {
  /// Moment that counts as met, as a fraction of the moment scale: the largest, over the joints, of the demand plus
  /// all muscles at their larger bound. 1e-11 of the usual 1000 N·m is 1e-8 N·m: a hundredth of what is promised
  /// (1e-6 N·m), and a hundred times the rounding of a sum of 40 muscles.
  public var relativeTolerance = 1e-11
  /// Moment left, as such a fraction, with which a solution still counts when `relativeTolerance` was out of reach:
  /// 1e-6 N·m of 1000. Seen three times in a million demands within 1 N·m of the limit of the muscles.
  public var acceptableResidual = 1e-9
  /// Violation of the first-order condition with which it then still counts, in units of a^(p-1).
  public var acceptableStationarity = 1e-9
  /// First penalty κ of a reserve moment, in units of cost over moment scale squared. Large enough that two or three
  /// rounds suffice, small enough that the system stays well-conditioned.
  public var penalty = 1e5
  /// Factor on κ from one round to the next, for moments that hang on a nearly singular set of free muscles.
  public var penaltyGrowth = 10.0
  /// Last penalty, in the same units: 1/κ then still stands above the rounding of the system.
  public var greatestPenalty = 1e15
  /// When a round leaves more than this share of the last round's reserve (1e-5 is usual), bounded least squares
  /// tells what can be met at all.
  public var stallRatio = 0.1
  /// Most Newton steps on one quadratic problem. Five are usual; 177 the most seen in four million random problems.
  public var maximumIterations = 500

  /// Most trial points on one step. The bracket falls at least to half every other time, so 40 are 6 digits beyond
  /// the first tenths; 8 are usual where any are needed.
  public var maximumTrials = 40
  /// Share of the first-order increase of the dual that a whole step must reach (Armijo); the customary value.
  public var sufficientIncrease = 1e-4
  /// Slope left where the search along a step ends, as a share of the slope at its start. At 0.5 the steps
  /// zigzagged across narrow ridges of the dual a hundred times.
  public var slopeRatio = 0.1

  /// Fall of the dual that may be rounding, as a fraction of its terms: some thousand units in the last place, as the
  /// terms of single muscles are larger than their sum.
  public var valueRounding = 1e-12
  /// Step that is rounding, as a fraction of each component of λ: some units in the last place.
  public var negligibleRatio = 1e-14

  /// p = 3: most expansions of the cost. Five are usual; 33 the most seen.
  public var maximumExpansions = 60
  /// p = 3: activation below which the curvature of the cost is taken as at this one, at first. Without it a
  /// muscle at rest, which has no curvature, would look free of cost.
  public var firstCurvatureFloor = 0.1
  /// p = 3: factor on that activation per expansion, so that the last expansions are exact ones.
  public var curvatureFloorDecay = 0.25
  /// p = 3: least such activation. At 1e-7 rounding in λ already shows in the moments.
  public var leastCurvatureFloor = 1e-5
  /// p = 3: violation of optimality beyond rounding that counts as none, in squared activation.
  public var stationarityTolerance = 1e-12
  /// p = 3: change of activation below which a step is taken whole: its error is the square of this.
  public var negligibleStep = 1e-9

  public init() {}
}
