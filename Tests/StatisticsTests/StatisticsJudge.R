# Judges figures a second time, by programmes of another school: R with pROC, survival and vcd.
#
# usage: Rscript StatisticsJudge.R CASES.json
#
# CASES.json is a list of {"kind", "given", "found"}, as for StatisticsJudge.py. For each the same figure is computed
# here from "given" and compared with "found". Prints
# {kind: {"comparisons", "largest" relative difference, "faults": [the first few], "leftOut": {reason: numbers}}}.
#
# Relative difference: |ours - theirs| / max(|ours|, |theirs|), 0 where both are below the kind's floor (a rounded-off
# zero). A figure that R cannot give to that many digits is answered with left_out(reason) and counted under it; one
# that is not answered at all is a fault.
#
# Not judged here, because neither R nor these packages know the figure and it would only be our formula once more:
# exactSum (R's sum is not exact), calibration, bootstrap (our seeded resamples), charts, change, target, sequence.

suppressPackageStartupMessages({
    library(jsonlite)
    library(pROC)
    library(survival)
    library(vcd)
})
options(warn = -1)  # small samples and ties are meant

judges <- list()

# `limit`: largest relative difference allowed; `floor`: values below count as 0.
judge <- function(kind, answer, limit = 1e-9, floor = 1e-13) {
    judges[[kind]] <<- list(answer = answer, limit = limit, floor = floor)
}
left_out <- function(reason) structure(list(reason), class = "left_out")

# Distributions. The limit is that of the figures, not the 1e-12 of the first judge: R works in the same doubles as we.

# The C library behind R states one unit in the last place for these: 2.2e-16, and ours has one too.
judge("elementary", limit = 5e-16, floor = 0, function(x)
    list(exp = exp(x), expm1 = expm1(x), log = log(x), log1p = log1p(x)))

# R takes the logarithm of gamma: near its zeros 1 and 2 that keeps 2e-16 of gamma, not of the logarithm.
log_gamma <- function(x) {
    if (any(abs(x - c(1, 2)) < 1e-6)) left_out("within 1e-6 of its zeros, R keeps too few digits of lgamma")
    else lgamma(x)
}
judge("logGamma", floor = 0, function(x) list(value = log_gamma(x)))

judge("normal", floor = 0, function(z) list(lower = pnorm(z), upper = pnorm(z, lower.tail = FALSE)))

judge("normalQuantile", floor = 0, function(p, z) list(z = qnorm(p)))

judge("beta", floor = 0, function(x, a, b) list(lower = pbeta(x, a, b)))

judge("betaQuantile", floor = 0, function(p, a, b, x) list(x = qbeta(p, a, b)))

judge("chiSquared", floor = 1e-290, function(x, degrees)
    list(lower = pchisq(x, degrees), upper = pchisq(x, degrees, lower.tail = FALSE)))

judge("chiSquaredQuantile", floor = 0, function(p, degrees, x) list(x = qchisq(p, degrees)))

judge("student", floor = 0, function(t, degrees, level)
    list(twoSided = 2 * pt(-abs(t), degrees), critical = qt((1 - level) / 2, degrees, lower.tail = FALSE)))

# R knows only the lower tail (to 2e-16) and takes it from 1: of an upper tail below this, nine digits are not left.
least_upper <- 1e-5
too_small <- "R takes the lower tail from 1: too few digits are left of an upper tail below 1e-5"
upper_tail <- function(p) if (p < least_upper) left_out(too_small) else p

# The C function of ks.test, asked for 15 digits: ks.test itself is content with 6 (tol = 1e-06 in its code).
kolmogorov <- function(x) 1 - .Call(stats:::C_pKS2, x, 1e-15)
judge("kolmogorov", function(x) list(upper = upper_tail(kolmogorov(x))))

# Rates and agreement.

# The single-sample interval of prop.test without continuity correction is Wilson's, that of binom.test Clopper's and
# Pearson's.
judge("proportion", function(count, total, level)
    list(wilson = prop.test(count, total, conf.level = level, correct = FALSE)$conf.int,
         exact = binom.test(count, total, conf.level = level)$conf.int))

agreement <- function(kappa) unname(c(kappa[["value"]], kappa[["ASE"]]))

# Kappa of vcd, with the error of J. L. Fleiss, J. Cohen, B. S. Everitt (1969).
judge("kappa", function(table) {
    linear <- Kappa(table, weights = "Equal-Spacing")
    list(none = agreement(linear$Unweighted), linear = agreement(linear$Weighted),
         quadratic = agreement(Kappa(table, weights = "Fleiss-Cohen")$Weighted))
})

# The plain measures by arithmetic; Matthews' coefficient is Pearson's correlation, exam by exam; McNemar's exact test
# is a binomial one of the two kinds of error.
judge("verdicts", function(tp, tn, fp, fn) {
    truth <- rep(c(1, 0, 0, 1), c(tp, tn, fp, fn))
    said <- rep(c(1, 0, 1, 0), c(tp, tn, fp, fn))
    sensitivity <- mean(said[truth == 1])
    specificity <- mean(1 - said[truth == 0])
    kappa <- agreement(Kappa(table(truth, said))$Unweighted)
    list(sensitivity = sensitivity, specificity = specificity, ppv = mean(truth[said == 1]),
         npv = mean(1 - truth[said == 0]), accuracy = mean(truth == said),
         balanced = (sensitivity + specificity) / 2, youden = sensitivity + specificity - 1,
         f1 = 2 * sum(truth * said) / (sum(truth) + sum(said)), mcc = cor(truth, said),
         kappa = kappa[1], kappaError = kappa[2],
         likelihood = c(sensitivity / (1 - specificity), (1 - sensitivity) / specificity),
         mcnemar = binom.test(fp, fp + fn)$p.value)
})

# Curves: pROC, with positives above negatives and never turned round.

roc_of <- function(scores, labels) roc(labels, scores, levels = c(0, 1), direction = "<", quiet = TRUE)

judge("curve", function(scores, labels) {
    curve <- roc_of(scores, labels)
    area <- as.numeric(auc(curve))
    variance <- var(curve, method = "delong")
    # pROC counts up from the lowest threshold and puts thresholds between two scores: the score above is ours.
    above <- vapply(rev(curve$thresholds)[-1], function(t) min(scores[scores > t]), 0)
    found <- coords(curve, "all", ret = c("precision", "recall"), transpose = FALSE)
    precision <- rev(found$precision)[-1]
    recall <- rev(found$recall)[-1]
    # pROC has no interval on the logit scale; this is its variance carried there.
    half <- qnorm(0.975) * sqrt(variance) / (area * (1 - area))
    list(tpr = rev(curve$sensitivities), fpr = 1 - rev(curve$specificities), thresholds = above, area = area,
         variance = variance, plain = ci.auc(curve, method = "delong")[c(1, 3)],
         logit = plogis(qlogis(area) + c(-half, half)), precision = precision, recall = recall, levels = above,
         averagePrecision = sum(diff(c(0, recall)) * precision))
})

judge("comparison", function(first, second, labels) {
    one <- roc_of(first, labels)
    other <- roc_of(second, labels)
    test <- roc.test(one, other, method = "delong", paired = TRUE)
    covariance <- cov(one, other, method = "delong")
    list(difference = as.numeric(auc(one)) - as.numeric(auc(other)),
         variance = var(one, method = "delong") + var(other, method = "delong") - 2 * covariance,
         z = unname(test$statistic), p = unname(test$p.value))
})

# Times.

judge("values", function(values) {
    n <- length(values)
    rank <- qbinom(0.025, n, 0.5)
    list(quantiles = unname(quantile(values, c(0, 0.1, 0.25, 0.5, 0.9, 0.95, 1), type = 7)), mean = mean(values),
         variance = var(values), meanInterval = t.test(values)$conf.int,
         medianInterval = if (rank > 0) sort(values)[c(rank, n + 1 - rank)] else NA)
})

# The median of survfit is the middle of two times where the curve lies at 1/2 between them; ours is the earlier one.
flat_half <- "where the curve, or an end of its interval, is exactly 1/2, survfit takes the middle of two times"

judge("survival", function(events, censored) {
    times <- c(events, censored)
    status <- rep(c(1, 0), c(length(events), length(censored)))
    fit <- survfit(Surv(times, status) ~ 1, conf.type = "log-log")
    steps <- summary(fit)
    middle <- quantile(fit, 0.5)
    is_flat <- function(curve) any(abs(curve - 0.5) < 1e-12, na.rm = TRUE)
    list(times = steps$time, survival = steps$surv, errors = steps$std.err,
         median = if (is_flat(fit$surv)) left_out(flat_half) else unname(middle$quantile),
         medianInterval = if (is_flat(c(fit$lower, fit$upper))) left_out(flat_half)
                          else unname(c(middle$lower, middle$upper)))
})

# Groups.

judge("contingency", function(table) {
    plain <- chisq.test(table, correct = FALSE)
    answer <- list(statistic = unname(plain$statistic), p = plain$p.value, degrees = unname(plain$parameter),
                   smallest = min(plain$expected))
    if (all(dim(table) == 2)) {
        answer$corrected <- chisq.test(table, correct = TRUE)$p.value
        answer$fisher <- fisher.test(table)$p.value
        # fisher.test gives the conditional ratio of greatest likelihood; ours is the plain one, in vcd as a logarithm.
        answer$odds <- exp(unname(oddsratio(table, log = TRUE)$coefficients))
    }
    answer
})

judge("corrections", function(p)
    list(holm = p.adjust(p, "holm"), falseDiscovery = p.adjust(p, "BH")))

# Monitoring.

# ks.test counts its paths against lgamma, which costs four digits with 200 exams; the function it had before it learnt
# of ties (there are none here) keeps them as shares.
judge("smirnov", function(first, second, exact) {
    distance <- unname(ks.test(first, second, exact = FALSE)$statistic)
    sizes <- c(length(first), length(second))
    upper <- if (exact == 1) stats:::psmirnov(distance, sizes = sizes, z = NULL, exact = TRUE, lower.tail = FALSE)
             else kolmogorov(sqrt(prod(sizes) / sum(sizes)) * distance)
    list(statistic = distance, p = upper_tail(upper))
})

judge("stability", function(reference, current) {
    seen <- reference + current > 0
    share <- function(counts) (counts[seen] + 0.5) / sum(counts[seen] + 0.5)
    expected <- share(reference)
    actual <- share(current)
    list(value = sum((actual - expected) * log(actual / expected)),
         critical = qchisq(0.95, sum(seen) - 1) * (1 / sum(reference) + 1 / sum(current)))
})

# Reading and comparing. JSON is read without simplifying: R would make text of a list with one "nan" among numbers.

# Any value of JSON as plain numbers; null is NA, and "inf" and "nan" are what Swift calls them.
numbers <- function(value) {
    leaf <- function(one) if (is.null(one)) NA_real_ else if (is.character(one)) as.numeric(sub("-nan", "nan", one))
                          else as.numeric(one)
    if (is.list(value)) unlist(lapply(value, numbers)) else leaf(value)
}

# The same with the rows of a table kept.
argument <- function(value) {
    if (is.list(value) && length(value) > 0 && is.list(value[[1]])) do.call(rbind, lapply(value, numbers))
    else if (is.list(value) && length(value) == 0) numeric(0)
    else numbers(value)
}

# NA and NaN are one: no figure.
differences <- function(ours, theirs, floor) {
    larger <- pmax(abs(ours), abs(theirs))
    off <- ifelse(ours == theirs | larger <= floor, 0, abs(ours - theirs) / larger)
    ifelse(is.na(ours) & is.na(theirs), 0, ifelse(is.na(off), 1e300, pmin(off, 1e300)))
}

compared <- function(verdict, rule, name, ours, theirs, given) {
    if (inherits(theirs, "left_out")) {
        verdict$leftOut[[theirs[[1]]]] <- sum(verdict$leftOut[[theirs[[1]]]], length(ours))
        return(verdict)
    }
    fault <- function(words)
        paste0(name, ": ", words, ": ", substr(toJSON(given, auto_unbox = TRUE, digits = NA), 1, 300))
    if (length(ours) != length(theirs)) {
        words <- paste(length(ours), "numbers, not", length(theirs))
        verdict$faults <- c(verdict$faults, fault(words))
        return(verdict)
    }
    off <- differences(ours, theirs, rule$floor)
    verdict$comparisons <- verdict$comparisons + length(off)
    verdict$largest <- max(verdict$largest, off)
    for (i in which(off > rule$limit)) {
        words <- sprintf("%.17g, not %.17g: off by %.1e", ours[i], theirs[i], off[i])
        verdict$faults <- c(verdict$faults, fault(words))
    }
    verdict
}

main <- function(path) {
    verdicts <- list()
    for (case in fromJSON(path, simplifyVector = FALSE)) {
        rule <- judges[[case$kind]]
        if (is.null(rule)) stop("nothing here judges ", case$kind)
        verdict <- verdicts[[case$kind]]
        if (is.null(verdict)) verdict <- list(comparisons = 0, largest = 0, faults = character(0), leftOut = list())
        theirs <- do.call(rule$answer, lapply(case$given, argument))
        for (name in union(names(case$found), names(theirs)))
            verdict <- compared(verdict, rule, name, numbers(case$found[[name]]), theirs[[name]], case$given)
        verdicts[[case$kind]] <- verdict
    }
    for (kind in names(verdicts)) {
        verdicts[[kind]]$faults <- as.list(head(verdicts[[kind]]$faults, 5))
        # An empty list would be written as [].
        if (length(verdicts[[kind]]$leftOut) == 0) verdicts[[kind]]$leftOut <- NULL
    }
    cat(toJSON(verdicts, auto_unbox = TRUE, digits = NA), "\n")
}

main(commandArgs(trailingOnly = TRUE)[1])
