// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety()]
let libm: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

let package = Package(
  name: "trochlea",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "trochlea", targets: ["trochlea"]),
    .library(name: "Trochlea", targets: ["Knee", "Activities", "Scenarios", "Results"]),
  ],
  dependencies: [
    // Commands, help, completions and usage errors; small and without dependencies of its own.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // YAML with the line and column of every value, for study files.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // SQLite as the store of results: transactions, migrations and many processes at once; a minute of the first build.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // Kernels: linear algebra and solvers that know no knee.
    .systemLibrary(
      name: "CLAPACK", pkgConfig: "lapack",
      providers: [.apt(["liblapack-dev", "libblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CLanes"),
    .target(
      name: "Dense", dependencies: ["CLAPACK", "CLanes"], swiftSettings: settings, linkerSettings: libm),
    .target(name: "Solvers", dependencies: ["Dense"], swiftSettings: settings, linkerSettings: libm),

    // Domain: the knee, its data, what it does, and what is asked of it.
    .target(
      name: "Knee", dependencies: ["Dense", "Solvers"], swiftSettings: settings, linkerSettings: libm),
    .target(name: "CData"),
    .target(name: "ModelFiles", dependencies: ["Knee", "CData"], swiftSettings: settings),
    .target(name: "Activities", dependencies: ["Knee", "CData"], swiftSettings: settings),
    .target(
      name: "Scenarios", dependencies: ["Activities", "ModelFiles", "Knee", "Solvers", "Dense"],
      swiftSettings: settings),

    // The model held against published numbers.
    .target(
      name: "Validation", dependencies: ["Scenarios", "Activities", "ModelFiles", "Knee", "Dense"],
      swiftSettings: settings, linkerSettings: libm),

    // Edges: documents and commands.
    .target(name: "Results", dependencies: ["Scenarios"], swiftSettings: settings),
    // Drawings as pure functions from numbers to SVG, tables and Vega-Lite.
    .target(name: "Figures", dependencies: ["Results"], swiftSettings: settings),
    .target(
      name: "Studies", dependencies: ["Results", "Scenarios", "Activities", "ModelFiles", "Knee", "Yams"],
      swiftSettings: settings),
    .target(
      name: "Store",
      dependencies: ["Studies", "Results", "Scenarios", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: settings),
    // What is solved and stored, as figures.
    .target(
      name: "Pictures",
      dependencies: ["Figures", "Knee", "Results", "Scenarios", "Studies", "Store", "Validation"],
      swiftSettings: settings),
    // One page for a person, in several languages.
    .target(
      name: "Leaflet",
      dependencies: ["Figures", "Results", "Scenarios", "Studies", "Activities", "ModelFiles", "Knee"],
      swiftSettings: settings),
    .executableTarget(
      name: "trochlea",
      dependencies: [
        "Figures", "Leaflet", "Pictures", "Results", "Store", "Studies", "Validation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    .executableTarget(
      name: "calibrate", dependencies: ["ModelFiles", "Knee", "Dense"], swiftSettings: settings),

    .testTarget(name: "DenseTests", dependencies: ["Dense"]),
    .testTarget(name: "SolversTests", dependencies: ["Solvers"]),
    .testTarget(name: "KneeTests", dependencies: ["ModelFiles"]),
    .testTarget(name: "ActivitiesTests", dependencies: ["Activities"], resources: [.copy("Fixtures")]),
    .testTarget(name: "ScenariosTests", dependencies: ["Scenarios"]),
    .testTarget(name: "ValidationTests", dependencies: ["Validation"]),
    .testTarget(name: "ResultsTests", dependencies: ["Results"]),
    .testTarget(name: "FiguresTests", dependencies: ["Figures"]),
    .testTarget(name: "StudiesTests", dependencies: ["Studies"], exclude: ["Fixtures"]),
    .testTarget(name: "StoreTests", dependencies: ["Store"]),
    .testTarget(
      name: "PicturesTests", dependencies: ["Pictures", "Activities", "ModelFiles"], exclude: ["Golden"]),
    .testTarget(name: "LeafletTests", dependencies: ["Leaflet", "Pictures"], exclude: ["Golden"]),
    .testTarget(name: "TrochleaTests", dependencies: ["trochlea"]),
    .testTarget(name: "CalibrateTests", dependencies: ["calibrate"]),
  ],
  swiftLanguageModes: [.v6]
)
