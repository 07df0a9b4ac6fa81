// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a build of the program never pays for it. `make bench` builds and runs it.
let package = Package(
  name: "trochlea-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    // By name, because the folder of a checkout may be called anything.
    .package(name: "trochlea", path: "..")
  ],
  targets: [
    // Counts what malloc is asked for.
    .target(name: "CAllocations"),
    // What one core can do at most.
    .target(name: "CPeak"),
    .executableTarget(
      name: "benchmarks",
      dependencies: ["CAllocations", "CPeak", .product(name: "Trochlea", package: "trochlea")],
      swiftSettings: [.strictMemorySafety()],
      // Without debug information: valgrind 3.19 cannot read Swift's, and gives up.
      linkerSettings: [.unsafeFlags(["-Xlinker", "-S"])]),
  ],
  swiftLanguageModes: [.v6]
)
