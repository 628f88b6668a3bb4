import Imaging
import Testing

@Suite("The gamma that brightens dark films")
struct AdaptiveGammaTests {
    @Test(
        "A film of middle grey is left alone, a dark one brightened, a black one not touched",
        arguments: [(127.5, 1.0), (64, 1.1657), (200, 0.9151), (10, 2.1055), (5, 2.5), (1, 1), (0, 1), (-3, 1)])
    func gammaOfMean(mean: Double, gamma: Double) {
        #expect(abs(AdaptiveGamma.gamma(mean: mean) - gamma) < 0.0001)
    }

    @Test(
        "The predecessor's fixed gamma 1.2 gives the greys of its old pictures",
        arguments: [(1, 2), (16, 25), (64, 80), (128, 143), (200, 208), (254, 254), (0, 0), (255, 255)])
    func oldTable(grey: Int, drawn: Int) {
        #expect(Int(AdaptiveGamma.table(gamma: 1.2)[grey]) == drawn)
    }

    @Test("Gamma 1 changes no grey at all")
    func identity() {
        #expect(AdaptiveGamma.table(gamma: 1) == Array(0...255))
    }
}
