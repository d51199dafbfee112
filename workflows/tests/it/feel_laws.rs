//! Laws of FEEL: whatever is typed ends, within its bounds, without a panic; and values survive JSON.

use proptest::prelude::*;
use workflows::feel::{
    Context, Decimal, EvaluationError, Expression, Failure, Limits, Rounding, Value, json,
};

use super::feel_tables::{environment, value};

fn run(source: &str) -> Result<Value, Failure> {
    Expression::evaluate_once(source, &Context::new(), &environment()).map(|outcome| outcome.value)
}

fn stopped(source: &str) -> &'static str {
    match run(source) {
        Err(Failure::Evaluation(error)) => error.code(),
        other => panic!("{source} was not stopped: {other:?}"),
    }
}

#[test]
fn a_loop_over_a_thousand_million_numbers_is_refused_before_it_starts() {
    assert_eq!(
        stopped("for i in 1..1000000000 return i"),
        "FEEL_COLLECTION_LENGTH"
    );
    assert_eq!(
        stopped("count(for i in 1..1000000000 return i)"),
        "FEEL_COLLECTION_LENGTH"
    );
}

#[test]
fn loops_that_yield_little_run_out_of_fuel() {
    for source in [
        "every i in 1..1000000000 satisfies i > 0",
        "for i in 1..1000000000, j in [] return 1",
        "for i in 1..10000, j in 1..10000 return 1",
        "some i in 1..100000, j in 1..100000 satisfies i + j < 0",
        "{f: function(n) if n = 0 then 0 else f(n - 1) + f(n - 1), r: f(30)}.r",
        "for i in 1..40 return [partial[-1], partial[-1]]",
        "{a: [1,1], b: [a,a], c: [b,b], d: [c,c], e: [d,d], f: [e,e], g: [f,f], h: [g,g], i: [h,h], j: [i,i], k: [j,j], l: [k,k], m: [l,l], n: [m,m], o: [n,n], p: [o,o], q: [p,p], r: [q,q], s: [r,r], t: [s,s]}",
    ] {
        assert!(
            matches!(stopped(source), "FEEL_FUEL" | "FEEL_COLLECTION_LENGTH"),
            "{source}"
        );
    }
}

#[test]
fn endless_recursion_is_stopped_by_depth() {
    assert_eq!(
        stopped("{f: function(n) f(n + 1), r: f(1)}.r"),
        "FEEL_DEPTH"
    );
    assert_eq!(
        stopped("for i in 1..5000 return [partial[-1]]"),
        "FEEL_DEPTH"
    );
}

#[test]
fn texts_cannot_grow_without_bound() {
    assert_eq!(
        stopped(
            r#"(for i in 1..64 return if i = 1 then "xxxxxxxxxxxxxxxx" else partial[-1] + partial[-1])[-1]"#
        ),
        "FEEL_STRING_LENGTH"
    );
    let source =
        r#"string join(for i in 1..28000 return "abcdefghijabcdefghijabcdefghijabcdefghij")"#;
    assert_eq!(stopped(source), "FEEL_STRING_LENGTH");
}

#[test]
fn catastrophic_patterns_end() {
    let text = "a".repeat(5_000);
    assert_eq!(
        run(&format!(r#"matches("{text}b", "(a+)+$")"#)),
        Ok(Value::Boolean(false))
    );
    assert_eq!(
        stopped(&format!(r#"matches("{text}", "(a*)*(a*)*\\1b\\2c")"#)),
        "FEEL_FUEL"
    );
}

#[test]
fn a_hundred_thousand_brackets_are_refused_and_not_followed() {
    for opening in [
        "(",
        "[",
        "-",
        "{a:",
        "not(",
        "if ",
        "1+(",
        "a[",
        "f(",
        "for x in ",
        "function(x) ",
        "(<",
        "]",
        "x in (",
    ] {
        let times = if opening.len() == 1 { 100_000 } else { 10_000 };
        let source = opening.repeat(times);
        assert!(Expression::parse(&source).is_err(), "{opening}");
        assert!(
            Expression::parse_unary_tests::<&str>(&source, &[]).is_err(),
            "{opening}"
        );
    }
    for chain in [
        ".a",
        "[1]",
        "(1)",
        " = 1",
        " instance of number",
        " between 1 and 2",
        " in [1]",
    ] {
        let source = format!("x{}", chain.repeat(10_000));
        let error = Expression::parse(&source).expect_err(chain);
        assert!(
            matches!(error.code, "FEEL_NESTING" | "FEEL_SYNTAX"),
            "{chain}: {error:?}"
        );
    }
}

#[test]
fn tests_within_tests_are_read_once() {
    // read twice at each of these levels, this would take for ever
    let levels = 40;
    let source = format!("{}1{}", "x in (".repeat(levels), "..3)".repeat(levels));
    let _ = Expression::parse(&source);
    assert_eq!(value("5 in (1 + 1) * 2 + 1"), Value::Boolean(true));
    assert_eq!(value("{a: {b: 5}, r: 5 in (a).b}.r"), Value::Boolean(true));
}

#[test]
fn long_flat_chains_are_fine() {
    let sum = vec!["1"; 20_000].join(" + ");
    assert_eq!(value(&sum), Value::from(20_000));
    let conjunction = vec!["true"; 20_000].join(" and ");
    assert_eq!(value(&conjunction), Value::Boolean(true));
}

#[test]
fn the_deepest_recursion_allowed_fits_the_stack_of_a_thread() {
    let source = "{f: function(n) if n = 0 then 0 else 1 + (if true then sum([f(n - 1)]) else 0), r: f(200)}.r";
    let limits = Limits::default();
    assert!(limits.depth >= 100);
    let nested = format!("{}1{}", "(1+".repeat(49), ")".repeat(49));
    assert_eq!(value(&nested), Value::from(50));
    assert_eq!(stopped(source), "FEEL_DEPTH");
}

#[test]
fn roots_logarithms_and_exponentials_are_right_to_the_last_digit() {
    // Computed with 60 digits and rounded half-even to 34 by another program.
    for (source, expected) in [
        ("exp(1)", "2.718281828459045235360287471352662"),
        ("exp(-1)", "0.3678794411714423215955237701614609"),
        ("exp(0.5)", "1.648721270700128146848650787814164"),
        ("exp(100.25)", "3.451610733125923987136198599526575E+43"),
        ("exp(-700.125)", "8.701134010353986794489148166112910E-305"),
        ("exp(14000)", "1.326620321137711275937776890335631E+6080"),
        ("exp(1e-20)", "1.000000000000000000010000000000000"),
        ("log(2)", "0.6931471805599453094172321214581766"),
        ("log(10)", "2.302585092994045684017991454684364"),
        ("log(0.5)", "-0.6931471805599453094172321214581766"),
        (
            "log(0.9999999999)",
            "-1.000000000050000000003333333333583E-10",
        ),
        (
            "log(1.0000000000000000000001)",
            "9.999999999999999999999500000000000E-23",
        ),
        (
            "log(123456789.123456789)",
            "18.63140176716801803269393334829654",
        ),
        ("log(1e-3000)", "-6907.755278982137052053974364053093"),
        ("sqrt(2)", "1.414213562373095048801688724209698"),
        ("sqrt(0.001)", "0.03162277660168379331998893544432719"),
        ("sqrt(1e-301)", "3.162277660168379331998893544432719E-151"),
        ("sqrt(16)", "4"),
        ("sqrt(2.25)", "1.5"),
        ("sqrt(99980001)", "9999"),
        (
            "sqrt(123456789012345678901234567890)",
            "351364182882014.4253111222381698126",
        ),
    ] {
        let expected: Decimal = expected.parse().expect("a number");
        assert_eq!(value(source), Value::from(expected), "{source}");
    }
}

#[test]
fn an_external_function_is_refused_when_parsed() {
    let source = r#"function(x) external {java: {class: "java.lang.Math", method signature: "cos(double)"}}"#;
    let error = Expression::parse(source).expect_err("refused");
    assert_eq!(error.code, "FEEL_EXTERNAL");
    assert_eq!(&source[error.span.clone()], "external");
}

#[test]
fn an_assertion_that_fails_is_a_typed_error_with_its_cause() {
    match run(r#"assert(null, null != null, "no amount")"#) {
        Err(Failure::Evaluation(EvaluationError::Assertion { message, span })) => {
            assert_eq!((message.as_str(), span), ("no amount", 0..39));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(value("assert(5, 5 > 1)"), Value::from(5));
}

#[test]
fn warnings_point_at_the_part_that_is_null() {
    let source = r#"1 + (amount * "x")"#;
    let context: Context = [("amount", Value::from(2))].into_iter().collect();
    let outcome = Expression::evaluate_once(source, &context, &environment()).expect("a value");
    assert_eq!(outcome.value, Value::Null);
    assert_eq!(&source[outcome.warnings[0].span.clone()], r#"amount * "x""#);
}

#[test]
fn chance_needs_a_seed_and_replays_with_it() {
    let seeded = workflows::feel::Environment {
        seed: Some(7),
        ..environment()
    };
    let draw = |source: &str| {
        Expression::evaluate_once(source, &Context::new(), &seeded)
            .expect("a value")
            .value
    };
    assert_eq!(draw("random number()"), draw("random number()"));
    assert_eq!(
        draw("[random number(), random number()]"),
        draw("[random number(), random number()]")
    );
    let numbers = draw("[random number(), random number()]");
    let numbers = numbers.as_list().expect("a list").clone();
    assert_ne!(numbers[0], numbers[1]);
    assert!(numbers.iter().all(|n| {
        n.as_decimal()
            .is_some_and(|n| n >= Decimal::ZERO && n < Decimal::ONE)
    }));
    assert_eq!(draw("string length(uuid())"), Value::from(36));
}

#[test]
fn names_with_spaces_and_signs_are_known_from_the_context() {
    let context: Context = [
        ("Applicant Age", Value::from(20)),
        ("a-b", Value::from(3)),
        ("a", Value::from(10)),
        ("b", Value::from(4)),
    ]
    .into_iter()
    .collect();
    let run = |source: &str| {
        Expression::evaluate_once(source, &context, &environment())
            .expect("a value")
            .value
    };
    assert_eq!(run("Applicant Age >= 18"), Value::Boolean(true));
    assert_eq!(run("a-b"), Value::from(3));
    assert_eq!(run("b-a"), Value::from(-6));
    assert_eq!(run("Applicant   Age + 1"), Value::from(21));
}

#[test]
fn the_variables_that_an_expression_reads_are_known() {
    let expression = Expression::parse("if amount > limit then {x: rate, y: x}.y else sum(for i in lines[price > cap] return i.total)").expect("parses");
    let reads: Vec<_> = expression.reads().iter().map(String::as_str).collect();
    assert_eq!(reads, ["amount", "limit", "lines", "rate"]);
    let may: Vec<_> = expression.may_read().iter().map(String::as_str).collect();
    assert_eq!(may, ["cap", "price"]);
}

#[test]
fn unary_tests_see_the_input_and_the_variables() {
    let context: Context = [("limit", Value::from(10))].into_iter().collect();
    let test = |source: &str, input: Value| {
        let tests = Expression::parse_unary_tests(source, &["limit"]).expect("parses");
        tests
            .test(&input, &context, &environment())
            .expect("a verdict")
            .value
    };
    assert_eq!(test("-", Value::from(1)), Value::Boolean(true));
    assert_eq!(test("< limit", Value::from(9)), Value::Boolean(true));
    assert_eq!(
        test("1, 2, [5..limit)", Value::from(7)),
        Value::Boolean(true)
    );
    assert_eq!(test("not(1, 2)", Value::from(3)), Value::Boolean(true));
    assert_eq!(test("not(1, 2)", Value::from(2)), Value::Boolean(false));
    assert_eq!(
        test("? > 5 and ? < limit", Value::from(6)),
        Value::Boolean(true)
    );
    assert_eq!(test("\"a\", \"b\"", Value::from("b")), Value::Boolean(true));
    assert_eq!(test("null", Value::Null), Value::Boolean(true));
    assert_eq!(test("null", Value::from(1)), Value::Boolean(false));
    assert_eq!(test("[1,2,3]", Value::from(2)), Value::Boolean(true));
    assert_eq!(test("> 5", Value::Null), Value::Null);
    assert_eq!(test("true", Value::Boolean(false)), Value::Boolean(false));
    assert_eq!(
        test("contains(?, \"kota\")", Value::from("smart kota")),
        Value::Boolean(true)
    );
    assert_eq!(
        test("matches(?, \"^6[0-9]$\")", Value::from("64")),
        Value::Boolean(true)
    );
}

/// The steps of an explanation, as text and value.
fn told(source: &str, context: &Context) -> Vec<(String, String)> {
    let explanation = Expression::parse(source)
        .expect("parses")
        .explain(context, &environment())
        .expect("a value");
    let steps = explanation.steps.iter();
    steps
        .map(|step| (step.text.clone(), step.value.to_text()))
        .collect()
}

#[test]
fn an_explanation_tells_which_part_had_which_value() {
    let context: Context = [
        ("amount", Value::from(50)),
        ("limit", Value::from(40)),
        ("votes", value("[3, 9]")),
    ]
    .into_iter()
    .collect();
    let steps_of: &[(&str, &[(&str, &str)])] = &[
        (
            "amount > limit and true",
            &[
                ("amount", "50"),
                ("limit", "40"),
                ("amount > limit", "true"),
            ],
        ),
        (
            "if amount > limit then amount - limit else absent",
            &[
                ("amount", "50"),
                ("limit", "40"),
                ("amount > limit", "true"),
                ("amount", "50"),
                ("limit", "40"),
                ("amount - limit", "10"),
            ],
        ),
        (
            "amount between limit and 60",
            &[("amount", "50"), ("limit", "40")],
        ),
        (
            "amount in (limit, < 10, [45..60], 99)",
            &[
                ("amount", "50"),
                ("limit", "40"),
                ("limit", "false"),
                ("< 10", "false"),
                ("[45..60]", "[45..60]"),
                ("[45..60]", "true"),
            ],
        ),
        (
            "for v in votes return v * 2",
            &[
                ("votes", "[3, 9]"),
                ("v", "3"),
                ("v * 2", "6"),
                ("v", "9"),
                ("v * 2", "18"),
            ],
        ),
        (
            "some v in votes satisfies v > 5",
            &[
                ("votes", "[3, 9]"),
                ("v", "3"),
                ("v > 5", "false"),
                ("v", "9"),
                ("v > 5", "true"),
            ],
        ),
        (
            "votes[item > 5]",
            &[
                ("votes", "[3, 9]"),
                ("item", "3"),
                ("item > 5", "false"),
                ("item", "9"),
                ("item > 5", "true"),
            ],
        ),
        ("[][item > 5]", &[("[]", "[]")]),
        (
            "{twice: function(n) n + n, r: twice(limit)}.r",
            &[
                ("limit", "40"),
                ("n", "40"),
                ("n", "40"),
                ("n + n", "80"),
                ("twice(limit)", "80"),
            ],
        ),
        ("max(amount, limit)", &[("amount", "50"), ("limit", "40")]),
    ];
    for (source, expected) in steps_of {
        let steps = told(source, &context);
        let (whole, parts) = steps.split_last().expect("the expression itself");
        assert_eq!(whole.0, *source);
        assert_eq!(
            whole.1,
            Expression::parse(source)
                .expect("parses")
                .evaluate(&context, &environment())
                .expect("a value")
                .value
                .to_text()
        );
        let parts: Vec<(&str, &str)> = parts
            .iter()
            .map(|(text, value)| (text.as_str(), value.as_str()))
            .filter(|(text, _)| !text.starts_with('{'))
            .collect();
        assert_eq!(parts, *expected, "{source}");
    }
}

#[test]
fn an_explanation_does_not_show_the_inside_of_a_function_from_another_source() {
    let function = value("function(n) if n > 1000 then n else n + n");
    let context: Context = [("twice", function), ("limit", Value::from(40))]
        .into_iter()
        .collect();
    let steps = told("twice(limit) + 1", &context);
    let steps: Vec<(&str, &str)> = steps
        .iter()
        .map(|(text, value)| (text.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        steps,
        [
            ("limit", "40"),
            ("twice(limit)", "80"),
            ("twice(limit) + 1", "81")
        ]
    );
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::from),
        (any::<bool>(), any::<u128>(), -60i32..60)
            .prop_map(|(sign, digits, exponent)| Decimal::new(sign, digits >> 14, exponent).into()),
        any::<f64>().prop_map(|float| Decimal::from_f64(float).into()),
        ".*".prop_map(Value::from),
        (-9999i64..9999, 1i64..13, 1i64..29)
            .prop_map(|(y, m, d)| workflows::feel::Date::new(y, m, d).into()),
        any::<i64>()
            .prop_map(|seconds| workflows::feel::DaysDuration::from_seconds(seconds).into()),
        (0i64..24, 0i64..60, 0i64..60, -14i32..15).prop_map(|(h, m, s, zone)| {
            workflows::feel::Time::new(h, m, s, 0, Some(workflows::feel::Zone::Offset(zone * 3600)))
                .into()
        }),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[a-z ]{0,6}", inner), 0..6)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<Context>())),
        ]
    })
}

const WORDS: [&str; 60] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "..",
    "...",
    "+",
    "-",
    "*",
    "**",
    "/",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "@",
    "\"a\"",
    "\"2026-01-01\"",
    "1",
    "2.5",
    "1e9",
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "function",
    "external",
    "instance of",
    "between",
    "and",
    "or",
    "not",
    "null",
    "true",
    "x",
    "y z",
    "item",
    "partial",
    "?",
    "sum",
    "date and time",
    "list<",
    "count",
    "string join",
    "replace",
    "sort",
    "`q`",
    "->",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_soup_of_tokens_never_panics_and_always_ends(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..30)) {
        let source = words.join(" ");
        let context: Context = [("x", Value::from(3)), ("y z", value("[1, 2, {x: 4}]"))].into_iter().collect();
        let _ = Expression::evaluate_once(&source, &context, &environment());
        if let Ok(tests) = Expression::parse_unary_tests(&source, &["y z"]) {
            let _ = tests.test(&Value::from(1), &context, &environment());
        }
    }

    #[test]
    fn a_soup_of_characters_never_panics(source in "\\PC{0,80}") {
        let _ = run(&source);
    }

    #[test]
    fn a_builtin_called_with_anything_yields_a_value_or_a_typed_error(
        pick in any::<prop::sample::Index>(),
        arguments in prop::collection::vec(values(), 0..4),
    ) {
        let catalogue = workflows::feel::catalogue();
        let (name, _) = catalogue[pick.index(catalogue.len())];
        let names = ["p", "q", "r", "s"];
        let context: Context = names.iter().zip(&arguments).map(|(name, value)| (*name, value.clone())).collect();
        let source = format!("{name}({})", names[..arguments.len()].join(", "));
        let _ = Expression::evaluate_once(&source, &context, &environment());
    }

    #[test]
    fn every_value_survives_json_exactly(value in values()) {
        prop_assert_eq!(&json::parse(&json::write(&value)).expect("our own JSON"), &value);
        let document = value.to_json();
        prop_assert_eq!(&Value::from_json(&document), &value);
        let text = serde_json::to_string(&value).expect("serialises");
        let again: Value = serde_json::from_str(&text).expect("deserialises");
        prop_assert_eq!(&again, &value);
        prop_assert_eq!(serde_json::to_string(&again).expect("serialises"), text);
    }

    #[test]
    fn decimals_agree_with_whole_numbers(a in any::<i64>(), b in any::<i64>()) {
        let (x, y) = (Decimal::from(a), Decimal::from(b));
        prop_assert_eq!(x.checked_add(y).and_then(Decimal::to_i128), Some(i128::from(a) + i128::from(b)));
        prop_assert_eq!(x.checked_sub(y).and_then(Decimal::to_i128), Some(i128::from(a) - i128::from(b)));
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        if b != 0 {
            let floor = i128::from(a).div_euclid(i128::from(b));
            let rest = i128::from(a) - i128::from(b) * floor;
            let expected = if b < 0 && rest != 0 { rest + i128::from(b) } else { rest };
            prop_assert_eq!(x.modulo(y).and_then(Decimal::to_i128), Some(expected));
        }
        let product = i128::from(a) * i128::from(b);
        if product.unsigned_abs() < 10u128.pow(34) {
            prop_assert_eq!(x.checked_mul(y).and_then(Decimal::to_i128), Some(product));
        }
    }

    #[test]
    fn a_quotient_times_the_divisor_is_the_dividend_to_the_last_digit(a in 1u64.., b in 1u64..) {
        let (x, y) = (Decimal::from(a), Decimal::from(b));
        let back = x.checked_div(y).and_then(|q| q.checked_mul(y)).and_then(|n| n.round(10, Rounding::HalfEven));
        prop_assert_eq!(back, Some(x));
    }

    #[test]
    fn a_decimal_survives_its_text(sign in any::<bool>(), digits in any::<u128>(), exponent in -200i32..200) {
        let number = Decimal::new(sign, digits >> 14, exponent).expect("in range");
        prop_assert_eq!(number.to_string().parse::<Decimal>(), Ok(number));
    }
}
