// swift-tools-version: 6.2
// The rooms of the house and the edges between them: nothing imports a room that stands above it.
//
//                             xrayvision
//                                 |
//                            Workstation ----------------------+--------------+----------------+
//                                 |                             |              |                |
//                                Web                            |              |                |
//                              +--+----+                        |              |                |
//                            Store  Reports                 Analysis    HospitalRecords   DICOMNetwork
//                              |       |                     |  |   |        |     |            |
//                              |       +-- Statistics  Imaging  |  HTTPClient     |            |
//                              +-------+---+--------------------+-----------------+            |
//                                                  |                                           |
//                                              Radiology                                       |
//                                                  |                                           |
//                                                DICOM ----------------------------------------+
//
// `scripts/check` reads this file and refuses an `import` that is not an edge here.
import PackageDescription

/// What every target of ours is compiled with: a warning is an error.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Swift and Foundation are linked into the program: it runs where no Swift is installed, and starts in half the time
/// (two thirds of a start went into looking up the symbols of their shared libraries). The objects are compiled for the
/// shared Foundation that the tests use, so the static one's parts are named here; they refer to each other in circles.
let selfContained: [LinkerSetting] = [
    .unsafeFlags(
        ["-static-stdlib", "-use-ld=lld", "-Xlinker", "--start-group"]
            + [
                "Foundation", "CoreFoundation", "_FoundationICU", "FoundationInternationalization",
                "FoundationEssentials", "_FoundationCShims", "_FoundationCollections",
            ].map { "-l\($0)" }
            + ["-Xlinker", "--end-group", "-lstdc++"],
        .when(platforms: [.linux]))
]

/// A room: its sources in `Sources/<name>`.
func room(_ name: String, _ uses: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: uses, path: "Sources/\(name)", resources: resources, swiftSettings: strict)
}

/// A C library behind a shim of ours; pointers stay behind the one Swift file that imports it.
func cLibrary(_ name: String, links libraries: String...) -> Target {
    .target(
        name: name, path: "Sources/CLibraries/\(name)", linkerSettings: libraries.map { .linkedLibrary($0) })
}

/// The tests of one room, or of the whole house (`Stories`, `Peers`); fixtures are read from the checkout.
func tests(_ name: String, of rooms: [Target.Dependency], fixtures: [String] = []) -> Target {
    .testTarget(name: name, dependencies: rooms, path: "Tests/\(name)", exclude: fixtures, swiftSettings: strict)
}

/// What several test targets share, in `Tests/<name>`; nothing in `Sources` depends on it.
func testSupport(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, path: "Tests/\(name)", swiftSettings: strict)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let services = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioSockets = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let webSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let httpTypesCoding = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "XRayVision",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "xrayvision", targets: ["xrayvision"])],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.29.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .executableTarget(
            name: "xrayvision", dependencies: ["Workstation", arguments, signals], path: "Sources/xrayvision",
            swiftSettings: strict, linkerSettings: selfContained),
        room(
            "Workstation",
            [
                "DICOM", "DICOMNetwork", "Imaging", "HTTPClient", "HospitalRecords", "Radiology", "Store", "Analysis",
                "Reports", "Web", "Statistics", "CMemory", services, logging, nioSockets,
            ]),
        room(
            "Web",
            [
                "Radiology", "Store", "Reports", "Statistics", "CSodium", hummingbird, hummingbirdCore, hummingbirdTLS,
                nio, nioSockets, nioHTTP, webSocket, httpTypes, httpTypesCoding, tls, services, logging,
            ]),
        room(
            "Reports", ["Radiology", "Statistics", "CGD"],
            resources: [.embedInCode("Templates"), .embedInCode("Assets")]),
        room("Analysis", ["Radiology", "Imaging", "HTTPClient"]),
        room("HospitalRecords", ["Radiology", "HTTPClient"]),
        room("Store", ["Radiology", grdb]),
        room("Radiology", ["DICOM"]),
        room("DICOMNetwork", ["DICOM", nio, nioSockets, tls, logging]),
        room("HTTPClient", ["CCurl"]),
        room("Imaging", ["DICOM", "CPNG", "COpenJPEG", "CTurboJPEG"]),
        room("DICOM", []),
        room("Statistics", []),

        cLibrary("CPNG", links: "png", "z"),
        cLibrary("CGD", links: "gd", "png"),
        cLibrary("CCurl", links: "curl"),
        cLibrary("COpenJPEG", links: "openjp2"),
        cLibrary("CTurboJPEG", links: "jpeg"),
        cLibrary("CSodium", links: "sodium"),
        cLibrary("CMemory"),

        testSupport("CSpawn"),
        testSupport("TestSupport", ["CSpawn"]),
        tests("TestSupportTests", of: ["TestSupport"]),
        tests("DICOMTests", of: ["DICOM"]),
        tests("ImagingTests", of: ["Imaging", "DICOM"]),
        tests("DICOMNetworkTests", of: ["DICOMNetwork", "DICOM", nio, nioSockets, tls, logging]),
        tests(
            "StatisticsTests", of: ["Statistics", "TestSupport"],
            fixtures: ["StatisticsJudge.py", "StatisticsJudge.R", "FortyExams.csv", "FortyFigures.csv"]),
        tests("RadiologyTests", of: ["Radiology", "DICOM"]),
        tests("StoreTests", of: ["Store", "Radiology", grdb]),
        tests("HTTPClientTests", of: ["HTTPClient", "TestSupport"]),
        tests("HospitalRecordsTests", of: ["HospitalRecords", "Radiology", "HTTPClient", "TestSupport"]),
        tests("AnalysisTests", of: ["Analysis", "Radiology", "Imaging", "HTTPClient", "TestSupport"]),
        tests("ReportsTests", of: ["Reports", "Radiology", "Statistics", mustache], fixtures: ["Golden"]),
        tests(
            "WebTests",
            of: [
                "Web", "Store", "Reports", "Statistics", "Radiology", "HTTPClient", services, logging, nio, nioSockets,
                webSocket,
            ]),
        tests(
            "WorkstationTests",
            of: [
                "Workstation", "Web", "Store", "Statistics", "HTTPClient", "HospitalRecords", "Radiology", "DICOM",
                "DICOMNetwork", logging, "TestSupport",
            ]),
        tests(
            "Stories",
            of: [
                "Workstation", "Store", "Analysis", "Reports", "Radiology", "Imaging", "DICOM", "DICOMNetwork",
                "HTTPClient", grdb, "TestSupport",
            ],
            fixtures: ["films.py", "model_server.py", "workspace.py"]),
        tests(
            "Peers", of: ["DICOM", "Imaging", "Radiology", "Reports", "TestSupport"],
            fixtures: ["ImagingOracle.py", "GreyPathOracle.py", "PydicomCorpus.py", "ViewerDriver.py"]),
    ]
)
