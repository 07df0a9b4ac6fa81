import CAllocations
import Foundation

/// What instruction counts depend on besides the program: counts of two platforms are not compared.
struct Platform: Codable, Equatable {
  var architecture, compiler, linear_algebra, c_library: String
  /// What the code was compiled for: `avx2` or `baseline`.
  var instructions: String

  static let current = Platform(
    architecture: architectureName, compiler: compilerVersion(), linear_algebra: linearAlgebra(),
    c_library: cLibraryVersion(), instructions: unsafe String(cString: compiled_instructions()))

  #if arch(x86_64)
    private static let architectureName = "x86_64"
  #elseif arch(arm64)
    private static let architectureName = "arm64"
  #else
    private static let architectureName = "unknown"
  #endif

  /// Where this differs from another, a line each.
  func differences(from other: Platform) -> [String] {
    let keys: [(String, KeyPath<Platform, String>)] = [
      ("architecture", \.architecture), ("compiler", \.compiler), ("LAPACK, BLAS", \.linear_algebra),
      ("C library", \.c_library), ("instructions", \.instructions),
    ]
    return keys.filter { self[keyPath: $0.1] != other[keyPath: $0.1] }
      .map { "\($0.0): here \(self[keyPath: $0.1]), in the baseline \(other[keyPath: $0.1])" }
  }
}

/// The counts of one platform.
struct Baseline: Codable {
  var platform: Platform
  var benchmarks: [WorkCount]
}

/// The baselines in a file, one for each platform.
struct Baselines {
  let path: String
  private(set) var all: [Baseline] = []

  init(path: String) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      all = try JSONDecoder().decode([Baseline].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw BenchmarkError(description: "\(path) holds no baselines: \(error)")
    }
  }

  var ofThisPlatform: Baseline? { all.first { $0.platform == Platform.current } }

  /// Puts these counts in the place of this platform's, and leaves those of the others.
  mutating func record(_ counts: [WorkCount]) throws {
    let baseline = Baseline(platform: .current, benchmarks: counts)
    if let own = all.firstIndex(where: { $0.platform == Platform.current }) {
      all[own] = baseline
    } else {
      all.append(baseline)
    }
    try writeJSON(all, to: path)
  }
}
