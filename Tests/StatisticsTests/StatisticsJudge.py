"""Judges figures by programmes that others wrote: SciPy, statsmodels, scikit-learn and mpmath.

usage: StatisticsJudge.py CASES.json

CASES.json is a list of {"kind", "given", "found"}. For each the same figure is computed here from "given" and compared
with "found". Prints {kind: {"comparisons", "largest" relative difference, "faults": [the first few]}}.

Relative difference: |ours − theirs| / max(|ours|, |theirs|), 0 where both are below the kind's floor (a rounded-off zero).
"""
import json
import math
import sys
import warnings
from fractions import Fraction

import mpmath
import numpy as np
import scipy.optimize
import scipy.special
import scipy.stats
import sklearn.calibration
import sklearn.metrics
import statsmodels.stats.contingency_tables as contingency
import statsmodels.stats.inter_rater as inter_rater
import statsmodels.stats.multitest as multitest
import statsmodels.stats.proportion as proportion
from statsmodels.duration.survfunc import SurvfuncRight

mp = mpmath.mp
mp.dps = 50
JUDGES, LIMITS = {}, {}


def judge(kind, limit=1e-9, floor=1e-13):
    """`limit`: largest relative difference allowed; `floor`: values below count as 0."""
    def keep(function):
        JUDGES[kind], LIMITS[kind] = function, (limit, floor)
        return function
    return keep


# Distributions: 50 digits.

@judge("elementary", 5e-16, 0)
def elementary(x):
    big = mp.mpf(x)
    logs = {"log": mp.log(big), "log1p": mp.log1p(big)} if x > 0 else {}
    return {"exp": mp.exp(big), "expm1": mp.expm1(big)} | logs


@judge("logGamma", 1e-12, 0)
def log_gamma(x):
    return {"value": mp.loggamma(mp.mpf(x))}


@judge("normal", 1e-12, 0)
def normal(z):
    return {"lower": mp.erfc(-mp.mpf(z) / mp.sqrt(2)) / 2, "upper": mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2}


@judge("normalQuantile", 1e-12, 0)
def normal_quantile(p, z):
    """One Newton step of 50 digits from the answer: where it goes is the truth."""
    z, p = mp.mpf(z), mp.mpf(p)
    tail = mp.erfc(abs(z) / mp.sqrt(2)) / 2
    excess = tail - p if z < 0 else 1 - p - tail
    return {"z": z - excess * mp.sqrt(2 * mp.pi) * mp.exp(z * z / 2)}


def beta_lower(x, a, b):
    """With real shapes. The series in powers of the smaller of x and 1 − x; 50 digits bear the loss in 1 − tail."""
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    return beta_series(x, a, b) if x < 0.5 else 1 - beta_series(1 - x, b, a)


def beta_series(x, a, b):
    """x^a (1−x)^b / (a B(a,b)) · Σ (a+b)_n / (a+1)_n x^n, DLMF 8.17.8: all terms positive."""
    term = total = mp.mpf(1)
    above, below, least = (a + b) * x, a + 1, mp.mpf(10) ** -45
    while term > total * least:
        term = term * above / below
        total += term
        above, below = above + x, below + 1
    front = a * mp.log(x) + b * mp.log1p(-x) - mp.log(a)
    return mp.exp(front - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)) * total


@judge("beta", 1e-12, 0)
def beta(x, a, b):
    return {"lower": beta_lower(x, a, b)}


@judge("betaQuantile", 1e-12, 0)
def beta_quantile(p, a, b, x):
    """One Newton step of 50 digits from the answer: where it goes is the truth."""
    big, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    density = mp.exp((a - 1) * mp.log(big) + (b - 1) * mp.log1p(-big) - mp.log(mp.beta(a, b)))
    return {"x": big - (beta_lower(x, a, b) - mp.mpf(p)) / density}


@judge("chiSquared", 1e-12, 1e-290)
def chi_squared(x, degrees):
    shape, half = mp.mpf(degrees) / 2, mp.mpf(x) / 2
    return {"lower": mp.gammainc(shape, 0, half, regularized=True),
            "upper": mp.gammainc(shape, half, mp.inf, regularized=True)}


@judge("chiSquaredQuantile", 1e-12, 0)
def chi_squared_quantile(p, degrees, x):
    shape, half = mp.mpf(degrees) / 2, mp.mpf(x) / 2
    density = mp.exp((shape - 1) * mp.log(half) - half - mp.loggamma(shape)) / 2
    return {"x": mp.mpf(x) - (mp.gammainc(shape, 0, half, regularized=True) - mp.mpf(p)) / density}


@judge("student", 1e-11, 0)
def student(t, degrees, level):
    return {"twoSided": 2 * scipy.stats.t.sf(abs(t), degrees),
            "critical": scipy.stats.t.isf((1 - level) / 2, degrees)}


@judge("kolmogorov", 1e-9)
def kolmogorov(x):
    return {"upper": scipy.special.kolmogorov(x)}


@judge("exactSum", 0, 0)
def exact_sum(values):
    total = sum(map(Fraction, values))
    assert float(total) == math.fsum(values)
    return {"value": float(total)}


# Rates and agreement.

@judge("proportion")
def rate(count, total, level):
    wilson = proportion.proportion_confint(count, total, 1 - level, "wilson")
    exact = proportion.proportion_confint(count, total, 1 - level, "beta")
    return {"wilson": wilson, "exact": exact}


@judge("verdicts")
def verdicts(tp, tn, fp, fn):
    truth = [1] * tp + [0] * tn + [0] * fp + [1] * fn
    said = [1] * tp + [0] * tn + [1] * fp + [0] * fn
    kappa = inter_rater.cohens_kappa(np.array([[tn, fp], [fn, tp]]))
    return {"sensitivity": sklearn.metrics.recall_score(truth, said),
            "specificity": sklearn.metrics.recall_score(truth, said, pos_label=0),
            "ppv": sklearn.metrics.precision_score(truth, said),
            "npv": sklearn.metrics.precision_score(truth, said, pos_label=0),
            "accuracy": sklearn.metrics.accuracy_score(truth, said),
            "balanced": sklearn.metrics.balanced_accuracy_score(truth, said),
            "youden": sklearn.metrics.balanced_accuracy_score(truth, said, adjusted=True),
            "f1": sklearn.metrics.f1_score(truth, said), "mcc": sklearn.metrics.matthews_corrcoef(truth, said),
            "kappa": kappa.kappa, "kappaError": kappa.std_kappa,
            "likelihood": sklearn.metrics.class_likelihood_ratios(truth, said),
            "mcnemar": contingency.mcnemar([[0, fp], [fn, 0]], exact=True).pvalue}


@judge("kappa")
def kappa(table):
    table = np.array(table)
    truth = [i for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    said = [j for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    answer = {}
    for name, ours, sk in (("none", None, None), ("linear", "linear", "linear"), ("quadratic", "quadratic", "quadratic")):
        result = inter_rater.cohens_kappa(table, wt=ours)
        labels = list(range(len(table)))
        assert abs(result.kappa - sklearn.metrics.cohen_kappa_score(truth, said, labels=labels, weights=sk)) < 1e-12
        answer[name] = [result.kappa, result.std_kappa]
    return answer


# Curves.

def placements(positives, negatives):
    """DeLong's structural components, pair by pair."""
    wins = (positives[:, None] > negatives[None, :]) + 0.5 * (positives[:, None] == negatives[None, :])
    return wins.mean(axis=1), wins.mean(axis=0)


@judge("curve")
def curve(scores, labels):
    scores, labels = np.array(scores), np.array(labels)
    fpr, tpr, thresholds = sklearn.metrics.roc_curve(labels, scores, drop_intermediate=False)
    area = sklearn.metrics.roc_auc_score(labels, scores)
    v10, v01 = placements(scores[labels == 1], scores[labels == 0])
    variance = v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01)
    error, z = math.sqrt(variance), scipy.stats.norm.isf(0.025)
    logit, width = scipy.special.logit(area), z * error / (area * (1 - area))
    precision, recall, levels = sklearn.metrics.precision_recall_curve(labels, scores)
    return {"tpr": tpr, "fpr": fpr, "thresholds": thresholds[1:], "area": area, "variance": variance,
            "plain": np.clip([area - z * error, area + z * error], 0, 1),
            "logit": scipy.special.expit([logit - width, logit + width]),
            "precision": precision[:-1][::-1], "recall": recall[:-1][::-1], "levels": levels[::-1],
            "averagePrecision": sklearn.metrics.average_precision_score(labels, scores)}


@judge("comparison")
def comparison(first, second, labels):
    labels = np.array(labels)
    both = [placements(np.array(s)[labels == 1], np.array(s)[labels == 0]) for s in (first, second)]
    s10 = np.cov(np.array([both[0][0], both[1][0]]))
    s01 = np.cov(np.array([both[0][1], both[1][1]]))
    covariance = s10 / (labels == 1).sum() + s01 / (labels == 0).sum()
    difference = both[0][0].mean() - both[1][0].mean()
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    z = difference / math.sqrt(variance)
    return {"difference": difference, "variance": variance, "z": z, "p": 2 * scipy.stats.norm.sf(abs(z))}


@judge("calibration")
def calibration(percents, events):
    stated, events = np.array(percents) / 100, np.array(events)
    brier = sklearn.metrics.brier_score_loss(events, stated)
    base = events.mean()
    levels = [(stated == s) for s in np.unique(stated)]
    reliability = sum(m.sum() * (stated[m].mean() - events[m].mean()) ** 2 for m in levels) / len(events)
    resolution = sum(m.sum() * (events[m].mean() - base) ** 2 for m in levels) / len(events)
    true, predicted = sklearn.calibration.calibration_curve(events, stated, n_bins=10)
    bins = np.clip(np.ceil(np.array(percents) / 10) - 1, 0, 9)
    gaps = [(abs(events[bins == b].mean() - stated[bins == b].mean()), (bins == b).mean()) for b in np.unique(bins)]
    return {"brier": brier, "reliability": reliability, "resolution": resolution, "uncertainty": base * (1 - base),
            "frequency": true, "stated": predicted, "ece": sum(g * w for g, w in gaps), "mce": max(g for g, _ in gaps),
            "identity": reliability - resolution + base * (1 - base)}


# Times.

@judge("values")
def values(values):
    n, mean, error = len(values), np.mean(values), scipy.stats.sem(values)
    ordered, binom = sorted(values), scipy.stats.binom(n, 0.5)
    low = max((r for r in range(1, n + 1) if binom.cdf(r - 1) <= 0.025), default=None)
    high = min((r for r in range(1, n + 1) if binom.sf(r - 1) <= 0.025), default=None)
    ends = [ordered[low - 1], ordered[high - 1]] if low and high else None
    return {"quantiles": np.quantile(values, [0, 0.1, 0.25, 0.5, 0.9, 0.95, 1]), "mean": mean,
            "variance": np.var(values, ddof=1),
            "meanInterval": scipy.stats.t.interval(0.95, n - 1, loc=mean, scale=error), "medianInterval": ends}


@judge("survival")
def survival(events, censored):
    times, status = events + censored, [1] * len(events) + [0] * len(censored)
    found = SurvfuncRight(times, status)
    came = found.n_events > 0
    alive = found.surv_prob[came] > 1e-12
    errors = [e if a else None for e, a in zip(found.surv_prob_se[came], alive)]
    ends = found.quantile_ci(0.5, alpha=0.05, method="cloglog")
    return {"times": found.surv_times[came], "survival": found.surv_prob[came], "errors": errors,
            "median": found.quantile(0.5), "medianInterval": [None if math.isinf(e) else e for e in ends]}


# Groups.

@judge("contingency")
def contingency_table(table):
    plain = scipy.stats.chi2_contingency(table, correction=False)
    answer = {"statistic": plain.statistic, "p": plain.pvalue, "degrees": plain.dof,
              "smallest": plain.expected_freq.min()}
    if len(table) == 2 and len(table[0]) == 2:
        answer["corrected"] = scipy.stats.chi2_contingency(table, correction=True).pvalue
        fisher = scipy.stats.fisher_exact(table)
        answer |= {"fisher": fisher.pvalue, "odds": fisher.statistic}
    return answer


@judge("corrections")
def corrections(p):
    return {"holm": multitest.multipletests(p, method="holm")[1],
            "falseDiscovery": multitest.multipletests(p, method="fdr_bh")[1]}


# Monitoring.

@judge("smirnov")
def smirnov(first, second, exact):
    found = scipy.stats.ks_2samp(first, second, method="exact" if exact else "asymp")
    n, m = len(first), len(second)
    limiting = scipy.stats.kstwobign.sf(math.sqrt(n * m / (n + m)) * found.statistic)
    return {"statistic": found.statistic, "p": found.pvalue if exact else limiting}


@judge("stability")
def stability(reference, current):
    pairs = [(r, c) for r, c in zip(reference, current) if r + c]
    r, c = np.array(pairs, dtype=float).T
    e, a = (r + 0.5) / (r.sum() + len(r) / 2), (c + 0.5) / (c.sum() + len(c) / 2)
    critical = scipy.stats.chi2.isf(0.05, len(r) - 1) * (1 / r.sum() + 1 / c.sum())
    return {"value": np.sum(scipy.special.rel_entr(a, e) + scipy.special.rel_entr(e, a)), "critical": critical}


@judge("charts")
def charts(counts, totals):
    x, n = np.array(counts, dtype=float), np.array(totals, dtype=float)
    rate, center = x / n, x.sum() / n.sum()
    sigma = np.sqrt(center * (1 - center) / n)
    z = (rate - center) / sigma
    # As wide as chance at least.
    widening = max(1, np.abs(np.diff(z)).mean() / 1.1283791670955126)
    ranges = np.abs(np.diff(rate))
    smooth, variance, ewma, limits = center, 0.0, [], []
    for value, spread in zip(rate, sigma):
        smooth = 0.2 * value + 0.8 * smooth
        variance = 0.04 * spread**2 + 0.64 * variance
        ewma.append(smooth)
        limits.append(center + 2.962 * math.sqrt(variance))
    d3 = math.sqrt(2 - 4 / math.pi)
    return {"upper": np.minimum(1, center + 3 * sigma), "lower": np.maximum(0, center - 3 * sigma),
            "laney": np.minimum(1, center + 3 * widening * sigma),
            "individuals": rate.mean() + 3 * ranges.mean() * math.sqrt(math.pi) / 2,
            "ranges": ranges.mean() * (1 + 3 * d3 * math.sqrt(math.pi) / 2), "ewma": ewma, "ewmaUpper": limits}


def krichevsky_trofimov(counts):
    """Sequentially, one exam after another: each has probability (seen + ½) / (all + k/2)."""
    seen, total = [0] * len(counts), mp.mpf(0)
    for category, number in enumerate(counts):
        for _ in range(number):
            total += mp.log((seen[category] + mp.mpf(1) / 2) / (sum(seen) + mp.mpf(len(counts)) / 2))
            seen[category] += 1
    return total


def weight(j):
    return mp.log(2) * (1 / mp.log(j + 1) - 1 / mp.log(j + 2))


@judge("change", floor=1e-12)
def change(nights):
    evidence = []
    for t in range(1, len(nights) + 1):
        total = [sum(c) for c in zip(*nights[:t])]
        parts = [weight(j) * mp.exp(krichevsky_trofimov([sum(c) for c in zip(*nights[:j])])
                                    + krichevsky_trofimov([sum(c) for c in zip(*nights[j:t])])) for j in range(1, t)]
        rest = (1 - sum(weight(j) for j in range(1, t))) * mp.exp(krichevsky_trofimov(total))
        best = sum(c * mp.log(mp.mpf(c) / sum(total)) for c in total if c)
        evidence.append(mp.log(sum(parts) + rest) - best)
    return {"logEvidence": evidence}


@judge("target", floor=1e-12)
def target(counts, totals, target, side):
    p0 = mp.mpf(target)
    low, high = {"above": (p0, 1), "below": (0, p0), "either": (0, 1)}[side]
    prior = mp.betainc(0.5, 0.5, low, high)
    evidence = []
    for t in range(1, len(counts) + 1):
        value = 1 - sum(weight(j) for j in range(1, t + 1))
        for j in range(1, t + 1):
            s, n = sum(counts[j - 1:t]), sum(totals[j - 1:t])
            mixed = mp.betainc(s + 0.5, n - s + 0.5, low, high) / prior
            value += weight(j) * mixed / (p0**s * (1 - p0) ** (n - s))
        evidence.append(mp.log(value))
    return {"logEvidence": evidence}


@judge("sequence")
def sequence(count, total, level):
    s, f = count, total - count
    bound = scipy.special.betaln(s + 0.5, f + 0.5) - scipy.special.betaln(0.5, 0.5) + math.log(1 - level)

    def excess(p):
        return bound - scipy.special.xlogy(s, p) - scipy.special.xlog1py(f, -p)

    low = 0 if s == 0 else scipy.optimize.brentq(excess, 1e-300, s / total, xtol=1e-300, rtol=1e-14)
    high = 1 if f == 0 else 1 - scipy.optimize.brentq(lambda q: excess(1 - q), 1e-16, f / total, xtol=1e-300, rtol=1e-14)
    return {"interval": [low, high]}


# Bootstrap: the same replicates, SciPy's formulas.

@judge("bootstrap")
def bootstrap(strata, replicates, estimate):
    """The figure: the difference of two shares, one a stratum (or both within one)."""
    replicates = np.array(replicates)
    half = scipy.stats.norm.ppf(0.025)

    def figure(cells):
        flat = [n for stratum in cells for n in stratum]
        return flat[0] / (flat[0] + flat[1]) - flat[2] / (flat[2] + flat[3])

    assert abs(figure(strata) - estimate) < 1e-12
    top = bottom = 0.0
    for index, stratum in enumerate(strata):
        n, left = sum(stratum), []
        for cell, exams in enumerate(stratum):
            without = [list(s) for s in strata]
            without[index][cell] -= 1
            left += [figure(without)] * exams
        u = (n - 1) * (np.mean(left) - np.array(left))
        top += (u**3).sum() / n**3
        bottom += (u**2).sum() / n**2
    a = top / (6 * bottom**1.5)
    share = ((replicates < estimate).sum() + (replicates <= estimate).sum()) / (2 * len(replicates))
    bias = scipy.stats.norm.ppf(share)
    ends = [scipy.stats.norm.cdf(bias + (bias + z) / (1 - a * (bias + z))) for z in (half, -half)]
    return {"percentile": np.quantile(replicates, [0.025, 0.975]), "corrected": np.quantile(replicates, ends)}


def flat(value):
    if isinstance(value, (list, tuple, np.ndarray)):
        return [leaf for item in value for leaf in flat(item)]
    return [value]


def difference(ours, theirs, floor):
    if theirs is not None and not isinstance(theirs, mpmath.mpf) and math.isnan(theirs):
        theirs = None
    if ours is None or theirs is None:
        return 0.0 if ours is theirs else math.inf
    larger = max(abs(mp.mpf(ours)), abs(mp.mpf(theirs)))
    off = 0.0 if larger <= floor else float(abs(mp.mpf(ours) - mp.mpf(theirs)) / larger)
    return math.inf if math.isnan(off) else off


def main(path):
    warnings.simplefilter("ignore")
    verdicts = {}
    for case in json.load(open(path)):
        kind, found = case["kind"], case["found"]
        limit, floor = LIMITS[kind]
        verdict = verdicts.setdefault(kind, {"comparisons": 0, "largest": 0.0, "faults": []})
        for name, theirs in JUDGES[kind](**case["given"]).items():
            ours, theirs = flat(found[name]), flat(theirs)
            if len(ours) != len(theirs):
                verdict["faults"].append(f"{name}: {len(ours)} numbers, not {len(theirs)}: {str(case['given'])[:300]}")
                continue
            for one, other in zip(ours, theirs):
                off = min(difference(one, other, floor), 1e300)
                verdict["comparisons"] += 1
                verdict["largest"] = max(verdict["largest"], off)
                if off > limit:
                    verdict["faults"].append(
                        f"{name}: {one!r}, not {other}: off by {off:.1e}: {str(case['given'])[:300]}")
    for verdict in verdicts.values():
        verdict["faults"] = verdict["faults"][:5]
    print(json.dumps(verdicts))


main(sys.argv[1])
