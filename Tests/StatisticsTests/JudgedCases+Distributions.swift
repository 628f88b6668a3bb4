import Statistics

/// Figures on generated inputs, always the same: the seeds are fixed.
enum JudgedCases {
    static let all = distributions() + verdicts() + figures() + monitoring()

    static func distributions() -> [JudgedCase] {
        elementary() + gammas() + normals() + betas() + chiSquared() + others()
    }

    private static func elementary() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 1)
        let wide = (0..<300).map { _ in (generator.uniform() - 0.5) * 1400 }
        let near = (0..<300).map { _ in (generator.uniform() - 0.5) * 3 }
        let small = (0..<200).map { _ in (generator.uniform() - 0.5) * Elementary.exp(-30 * generator.uniform()) }
        return (wide + near + small + [1e-300, 1e300, 0.29, 0.35, -0.35, 700, -700, 1, 0x1p-60]).filter { $0 != 0 }
            .map { x in
                let x = x > 709 ? 709 : x < -708 ? -708 : x
                let found: [String: Fact] = [
                    "exp": .of(Elementary.exp(x)), "expm1": .of(Elementary.expm1(x)), "log": .of(Elementary.log(x)),
                    "log1p": .of(Elementary.log1p(x)),
                ]
                return JudgedCase("elementary", ["x": .of(x)], found: found)
            }
    }

    private static func gammas() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 2)
        let beside = [1.0, 2].flatMap { zero in [-1e-3, -1e-9, 1e-9, 1e-5, 0.1].map { zero + $0 } }
        let scales = (0..<400).map { _ in Elementary.exp(-20 + 36 * generator.uniform()) }
        let small = (0..<200).map { _ in 15 * generator.uniform() }
        return (beside + scales + small + [0.5, 1.5, 2.5, 10, 9.9999, 1e-300, 1e15]).map { x in
            JudgedCase("logGamma", ["x": .of(x)], found: ["value": .of(LogGamma.value(x))])
        }
    }

    private static func normals() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 3)
        let points =
            (0..<200).map { _ in (generator.uniform() - 0.5) * 74 } + [0, 1e-9, -1e-300, 1.96, -5, 8, 1.7, 1.8]
        let probabilities =
            (0..<200).map { _ in generator.uniform() } + (1...60).map { Elementary.exp(-10 * Double($0)) }
            + [0.5, 0.025, 0.975, 0.075, 0.925, 1 - 0x1p-53]
        return points.map { z in
            JudgedCase(
                "normal", ["z": .of(z)],
                found: ["lower": .of(NormalDistribution.lower(z)), "upper": .of(NormalDistribution.upper(z))])
        }
            + probabilities.map { p in
                let z = Fact.of(NormalDistribution.quantile(p))
                return JudgedCase("normalQuantile", ["p": .of(p), "z": z], found: ["z": z])
            }
    }

    private static func betas() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 4)
        var cases: [JudgedCase] = []
        for round in 0..<240 {
            let largest = round < 80 ? 4.0 : round < 140 ? 10 : 13.8  // shapes up to 10⁶, as with a million exams
            var (a, b) = (
                Elementary.exp(-3 + (3 + largest) * generator.uniform()),
                Elementary.exp(-3 + (3 + largest) * generator.uniform())
            )
            // A few events among very many exams, and the reverse: x lies within 10⁻⁴ of 0 or of 1.
            if round >= 160 {
                (a, b) =
                    round % 2 == 0 ? (400_000 * (1 + a / (a + b)), max(0.05, b / 100)) : (max(0.05, a / 100), 700_000)
            }
            let mean = a / (a + b)
            let deviation = (mean * (1 - mean) / (a + b + 1)).squareRoot()
            let x = min(max(mean + 8 * (generator.uniform() - 0.5) * deviation, mean / 50), 1 - (1 - mean) / 50)
            cases.append(
                JudgedCase(
                    "beta", ["x": .of(x), "a": .of(a), "b": .of(b)],
                    found: ["lower": .of(IncompleteBeta.value(x, a, b))]))
            let p = [0.025, 0.975, 1e-6, 0.5][round % 4]
            guard let quantile = BetaDistribution.quantile(p, a, b), 1 - quantile > 1e-3 else { continue }
            cases.append(
                JudgedCase(
                    "betaQuantile", ["p": .of(p), "a": .of(a), "b": .of(b), "x": .of(quantile)],
                    found: ["x": .of(quantile)]))
        }
        return cases
    }

    private static func chiSquared() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 5)
        return (0..<120).flatMap { round -> [JudgedCase] in
            let degrees = round < 60 ? Double(1 + round) : (Elementary.exp(9 * generator.uniform())).rounded(.up)
            let x = degrees * (0.2 + 2.3 * generator.uniform())
            let p = [0.95, 0.05, 1e-8, 0.999, 0.5][round % 5]
            var cases = [
                JudgedCase(
                    "chiSquared", ["x": .of(x), "degrees": .of(degrees)],
                    found: [
                        "lower": .of(ChiSquaredDistribution.lower(x, degrees: degrees)),
                        "upper": .of(ChiSquaredDistribution.upper(x, degrees: degrees)),
                    ])
            ]
            let quantile = ChiSquaredDistribution.quantile(p, degrees: degrees)
            cases.append(
                JudgedCase(
                    "chiSquaredQuantile", ["p": .of(p), "degrees": .of(degrees), "x": .of(quantile)],
                    found: ["x": .of(quantile)]))
            return cases
        }
    }

    private static func others() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 6)
        let students = (1...60).map { degrees in
            let (t, level) = ((generator.uniform() - 0.5) * 20, [0.8, 0.95, 0.999][degrees % 3])
            return JudgedCase(
                "student", ["t": .of(t), "degrees": .whole(degrees), "level": .of(level)],
                found: [
                    "twoSided": .of(StudentDistribution.twoSided(t, degrees: Double(degrees))),
                    "critical": .of(StudentDistribution.critical(level, degrees: Double(degrees))),
                ])
        }
        let limits = (1...100).map { step in
            JudgedCase(
                "kolmogorov", ["x": .of(Double(step) / 25)],
                found: ["upper": .of(KolmogorovDistribution.upper(Double(step) / 25))])
        }
        let sums = (1...50).map { length in
            let values = (0..<length * 4).map { _ in
                (generator.uniform() - 0.5) * Elementary.exp((generator.uniform() - 0.5) * Double(length * 26))
            }
            var sum = ExactSum()
            for value in values { sum.add(value) }
            return JudgedCase("exactSum", ["values": .of(values)], found: ["value": .of(sum.value)])
        }
        return students + limits + sums
    }
}
