//! Expressions that somebody types to bring the machine to a stand: every one ends in a typed error (issue 3, bars;
//! HARDENING 6). How long each takes is not asserted here: `cargo run --release -p workflows --example hostile_feel`
//! measures it.

use workflows::feel::{Context, Environment, Expression, Failure};

/// What each does, and the expression.
pub fn expressions() -> Vec<(&'static str, String)> {
    let doubling = |depth: usize| {
        let names: Vec<String> = (0..depth).map(|at| format!("v{at}")).collect();
        let mut source = "{v0: [1, 1]".to_owned();
        for pair in names.windows(2) {
            source.push_str(&format!(", {1}: concatenate({0}, {0})", pair[0], pair[1]));
        }
        source + "}"
    };
    let long = "a".repeat(1_100_000);
    let list = |length: usize| format!("for i in 1..{length} return");
    let some = |name, source: &str| (name, source.to_owned());
    let mut all = vec![
        some(
            "a thousand million numbers",
            "for i in 1..1000000000 return i",
        ),
        some(
            "the same, counted",
            "count(for i in 1..1000000000 return i)",
        ),
        some("nested loops", "for i in 1..10000, j in 1..10000 return 1"),
        some(
            "nested loops that yield nothing",
            "for i in 1..1000000000, j in [] return 1",
        ),
        some(
            "loops within loops",
            "for i in 1..1000 return for j in 1..1000 return for k in 1..1000 return k",
        ),
        some(
            "some, never satisfied",
            "some i in 1..100000, j in 1..100000 satisfies i + j < 0",
        ),
        some(
            "every, always satisfied",
            "every i in 1..1000000000 satisfies i > 0",
        ),
        some(
            "a text that doubles",
            r#"(for i in 1..64 return if i = 1 then "xxxxxxxxxxxxxxxx" else partial[-1] + partial[-1])[-1]"#,
        ),
        some(
            "texts joined",
            r#"string join(for i in 1..40000 return "abcdefghijabcdefghijabcdefghijabcdefghij")"#,
        ),
        some(
            "replacing by more and more",
            r#"for i in 1..60 return if i = 1 then "aaaa" else replace(partial[-1], "a", "aaaa")"#,
        ),
        some("recursion for ever", "{f: function(n) f(n + 1), r: f(1)}.r"),
        some(
            "recursion in two ways",
            "{f: function(n) if n = 0 then 0 else f(n - 1) + f(n - 1), r: f(30)}.r",
        ),
        some(
            "two functions that call each other",
            "{f: function(h, n) h(f, h, n), g: function(f, h, n) f(h, n), r: f(g, 1)}.r",
        ),
        some(
            "a function handed itself",
            "{f: function(g, n) g(g, n + 1), r: f(f, 0)}.r",
        ),
        some(
            "Ackermann",
            "{a: function(m, n) if m = 0 then n + 1 else if n = 0 then a(m - 1, 1) else a(m - 1, a(m, n - 1)), r: a(4, 4)}.r",
        ),
        some(
            "lists that double by partial",
            "for i in 1..40 return [partial[-1], partial[-1]]",
        ),
        some(
            "lists that nest by partial",
            "for i in 1..5000 return [partial[-1]]",
        ),
        some(
            "flattening what doubles",
            "for i in 1..40 return if i = 1 then [1] else flatten([partial[-1], partial[-1]])",
        ),
        ("concatenating what doubles", doubling(40)),
        some(
            "append what doubles",
            "for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
        ),
        (
            "sorting many with a function",
            format!("sort({} 50000 - i, function(a, b) a < b)", list(50_000)),
        ),
        (
            "sorting again and again",
            format!("for k in 1..1000 return sort({} 5000 - i)", list(5_000)),
        ),
        (
            "distinct values of many lists",
            format!(
                "for k in 1..1000 return distinct values({} [i])",
                list(2_000)
            ),
        ),
        (
            "a list in a list in a filter",
            format!("({} i)[item in ({} i)]", list(3_000), list(3_000)),
        ),
        (
            "filters within filters",
            format!(
                "({} i)[count(({} i)[item > 0]) > item]",
                list(3_000),
                list(3_000)
            ),
        ),
        (
            "index of everything",
            format!("for k in 1..3000 return index of({} i, k)", list(3_000)),
        ),
        (
            "union of everything",
            format!("for k in 1..1000 return union({} i, [k])", list(1_000)),
        ),
        (
            "list contains for everything",
            format!(
                "every k in 1..50000 satisfies list contains({} i, k)",
                list(50_000)
            ),
        ),
        some(
            "products of products",
            "for i in 1..200000 return product([i, i, i, i])",
        ),
        some(
            "powers for ever",
            "for i in 1..1000000 return 1.0000001 ** 9999999",
        ),
        some(
            "exponentials for ever",
            "every i in 1..1000000 satisfies exp(i / 1000000) > 0",
        ),
        some(
            "roots and logarithms for ever",
            "every i in 1..1000000 satisfies sqrt(i) + log(i) >= 0",
        ),
        some(
            "a pattern that goes back",
            r#"matches(string join(for i in 1..5000 return "a"), "(a*)*(a*)*\\1b\\2c")"#,
        ),
        some(
            "a pattern that goes back, often",
            r#"every i in 1..100000 satisfies not(matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+\\1$"))"#,
        ),
        some(
            "splitting for ever",
            r#"for i in 1..100000 return split("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p", ",")"#,
        ),
        some(
            "replacing for ever",
            r#"for i in 1..100000 return replace("aaaaaaaaaaaaaaaaaaaaaaaaa", "a", "b")"#,
        ),
        some(
            "large patterns",
            r#"some i in 1..100000 satisfies matches("aaaa", "((((a{1,100}){1,100}){1,100}){1,100})") = "never""#,
        ),
        some(
            "patterns made anew",
            r#"some i in 1..100000 satisfies matches("a" + string(i), "a" + string(i) + "[a-z]*(x|y|z)+")"#,
        ),
        some(
            "dates for ever",
            r#"every i in 1..1000000 satisfies date("2026-01-01") + duration("P" + string(i) + "D") > date("2020-01-01")"#,
        ),
        some(
            "a range of dates",
            r#"for d in date("0001-01-01")..date("9999-12-31") return d"#,
        ),
        some(
            "working days for ever",
            r#"for i in 1..100000 return working days(date("2026-01-01"), 5000)"#,
        ),
        some(
            "contexts merged again and again",
            "for i in 1..100000 return context merge([{a: i}, {b: i}, {c: partial[-1]}])",
        ),
        some(
            "contexts that refer to each other and double",
            "{a: [1,1], b: [a,a], c: [b,b], d: [c,c], e: [d,d], f: [e,e], g: [f,f], h: [g,g], i: [h,h], j: [i,i], k: [j,j], l: [k,k], m: [l,l], n: [m,m], o: [n,n], p: [o,o], q: [p,p], r: [q,q], s: [r,r], t: [s,s]}",
        ),
        some(
            "string of what doubles",
            "string(for i in 1..17 return [partial[-1], partial[-1], partial[-1]])",
        ),
        some(
            "equality of what doubles",
            "{a: for i in 1..16 return [partial[-1], partial[-1], partial[-1]], r: every i in 1..100000 satisfies a = a}.r",
        ),
        ("a text of a megabyte", format!("\"{long}\"")),
        ("a number of a megabyte", "9".repeat(1_100_000)),
        ("a name of a megabyte", long.clone()),
        (
            "a list of a megabyte",
            format!("[{}1]", "1,".repeat(550_000)),
        ),
        ("a sum of a megabyte", format!("{}1", "1+".repeat(550_000))),
        ("brackets of a megabyte", "(".repeat(1_100_000)),
        ("a hundred thousand minus signs", "-".repeat(100_000)),
        ("a hundred thousand lists", "[".repeat(100_000)),
        ("contexts nested deeply", "{a:".repeat(10_000)),
        ("conditions nested deeply", "if true then ".repeat(10_000)),
        ("functions nested deeply", "function(x) ".repeat(10_000)),
        (
            "paths of ten thousand steps",
            format!("x{}", ".a".repeat(10_000)),
        ),
        (
            "filters of ten thousand steps",
            format!("x{}", "[1]".repeat(10_000)),
        ),
    ];
    all.extend(CALLS.iter().map(|call| {
        let source = format!("some i in 1..1000000000 satisfies [{call}] = \"never\"");
        (*call, source)
    }));
    all
}

/// Calls that are made again and again: what each costs must be what it takes.
const CALLS: &[&str] = &[
    "sqrt(i)",
    "sqrt(i / 7)",
    "exp(i)",
    "exp(i / 1000000)",
    "log(i)",
    "log(i / 1000)",
    "i ** 0.3",
    "1.0000001 ** (999999000 + i)",
    "1.5 ** i",
    "i / 7",
    "i * 1.23456789012345678901234567890",
    "modulo(i * 1e20, 7.77)",
    "round half up(i / 3, 2)",
    "decimal(i / 3, 5)",
    "string(i / 3)",
    "number(string(i))",
    r#"number("1.000,5", ".", ",")"#,
    r#"substring("abcdefghij", 3, 4)"#,
    r#"upper case("abcdefghij")"#,
    r#"contains("abcdefghij", "hij")"#,
    r#"replace("a-b-c-d-e", "[a-z]-", "$0$0")"#,
    r#"replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "(a*)*b", "x")"#,
    r#"matches("abc123", "^[a-z]+[0-9]+$")"#,
    r#"split("a,b,c,d,e", ",")"#,
    r#"string join(["a", "b", "c"], ", ")"#,
    r#"extract("ab12cd34", "[0-9]+")"#,
    r#"to base64("abcdefghijklmnopqrstuvwxyz")"#,
    r#"date("2026-07-06")"#,
    "date(2026, 7, 6)",
    r#"time("10:00:00@Asia/Jakarta")"#,
    r#"date and time("2026-07-06T10:00:00@Asia/Makassar")"#,
    r#"date and time("2026-07-06T10:00:00Z") - date and time("2020-01-01T00:00:00@Asia/Jayapura")"#,
    r#"string(date and time("2026-07-06T10:00:00@Asia/Makassar"))"#,
    r#"date("2026-01-31") + duration("P1M")"#,
    r#"duration("P1DT2H30M")"#,
    r#"years and months duration(date("2020-01-01"), date("2026-07-06"))"#,
    "now()",
    "today()",
    r#"week of year(date("2026-07-06"))"#,
    r#"day of week(today())"#,
    r#"last day of month(today())"#,
    r#"working days(date("2026-01-01"), 5000)"#,
    r#"working days(date("2026-01-01"), 10)"#,
    r#"is working day(date("2026-01-01"))"#,
    "sort([5, 3, 8, 1])",
    "sort([5, 3, 8, 1], function(a, b) a > b)",
    "distinct values([1, 2, 1, 3])",
    "duplicate values([1, 2, 1, 3])",
    "union([1, 2], [2, 3])",
    "mean([1, 2, 3])",
    "stddev([1, 2, 3, 5])",
    "median([1, 2, 3, 5])",
    "mode([1, 2, 2])",
    "product([i, i])",
    "max([1, 2, 3])",
    "concatenate([1], [2, 3])",
    "reverse([1, 2, 3])",
    "flatten([1, [2, [3]]])",
    "index of([1, 2, 3], 2)",
    "list replace([1, 2, 3], 2, 4)",
    "insert before([1, 2, 3], 2, 4)",
    "partition([1, 2, 3, 4, 5], 2)",
    r#"get entries({a: 1, b: 2})"#,
    r#"context put({a: 1}, "b", 2)"#,
    "context merge([{a: 1}, {b: 2}])",
    r#"context([{key: "a", value: 1}])"#,
    r#"range("[1..3]")"#,
    "overlaps([1..5], [4..8])",
    "i instance of list<number>",
    "{a: i, b: a + 1}.b",
    "(function(x) x + 1)(i)",
    "if i > 0 then 1 else 2",
    "[1, 2, 3][item > 1]",
    "for k in 1..3 return k",
    "some k in [1, 2] satisfies k > 5",
];

/// Evaluates; the code of the error in which it ends, or `None` when it has a value.
pub fn end(source: &str, environment: &Environment<'_>) -> Option<String> {
    match Expression::evaluate_once(source, &Context::new(), environment) {
        Ok(_) => None,
        Err(Failure::Evaluation(error)) => Some(error.code().to_owned()),
        Err(Failure::Syntax(error)) => Some(error.code.to_owned()),
    }
}

#[test]
fn hostile_expressions_end_in_a_typed_error() {
    let environment = crate::feel_tables::environment();
    let survivors: Vec<&str> = expressions()
        .iter()
        .filter(|(_, source)| end(source, &environment).is_none())
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(survivors, Vec::<&str>::new());
}
