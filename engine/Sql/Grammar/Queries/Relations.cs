using System.Globalization;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary>What stands in FROM: tables, subqueries, VALUES, table functions, each with alias and sample, and the joins between them.</summary>
internal sealed class Relations(SparkGrammar grammar) : Production(grammar)
{
    /// <summary>The name of a subquery without one; no column can be qualified by what is inside of it.</summary>
    public const string NamelessSubquery = "__auto_generated_subquery_name";

    /// <summary><c>FROM relation (, relation)*</c>; commas are joins without a condition.</summary>
    public LogicalPlan From()
    {
        var start = Cursor.Expect("FROM").Start;
        var plan = Joined();
        while (Cursor.AcceptSymbol(","))
        {
            var lateral = Lateral();
            plan = new Join(plan, lateral ? Grammar.Joins.After(Primary(), Primary) : Joined(), JoinKind.Inner, null) { IsLateral = lateral, Origin = Cursor.Since(start) };
        }

        return plan;
    }

    /// <summary>A relation and what is joined to it.</summary>
    public LogicalPlan Joined()
    {
        var lateral = Lateral();
        var start = Cursor.Current.Start;
        var first = Primary();
        // LATERAL before the first relation of FROM sees nothing to its left.
        if (lateral)
            first = new Join(Values.OneRow, first, JoinKind.Inner, null) { IsLateral = true, Origin = Cursor.Since(start) };
        return Grammar.Joins.After(first, Primary);
    }

    /// <summary>Consumes LATERAL where it stands before a subquery or a table function.</summary>
    public bool Lateral()
    {
        if (!Cursor.At("LATERAL") || Cursor.Peek().IsWord("VIEW"))
            return false;
        Cursor.Advance();
        if (!Cursor.AtSymbol("(") && !AtFunction())
            throw Cursor.Error(SyntaxErrors.LateralWithout, "LATERAL stands only before a subquery or a table function", Cursor.Current.Origin);
        return true;
    }

    public LogicalPlan Primary()
    {
        Cursor.Enter();
        var plan = OnePrimary();
        Cursor.Leave();
        return Grammar.Pivots.After(plan);
    }

    private LogicalPlan OnePrimary()
    {
        var start = Cursor.Current.Start;
        if (Cursor.AtSymbol("("))
        {
            Cursor.Advance();
            if (Grammar.Queries.AtQuery)
            {
                var query = Grammar.Queries.Query();
                Cursor.ExpectSymbol(")");
                return Aliased(Sampled(query, start), start, NamelessSubquery);
            }

            var relation = Joined();
            while (Cursor.AcceptSymbol(","))
                relation = new Join(relation, Joined(), JoinKind.Inner, null) { Origin = Cursor.Since(start) };
            Cursor.ExpectSymbol(")");
            return Aliased(Sampled(relation, start), start, null);
        }

        if (Cursor.At("VALUES") && !Cursor.Peek().IsSymbol(".") && Grammar.Queries.AtQuery)
            return Aliased(InlineTable(), start, null);
        if (AtFunction())
            return Aliased(TableFunction(), start, null);
        if (!Grammar.Names.AtName || (Cursor.Current.Kind == TokenKind.Word && !Keywords.MayBeBareTableAlias(Cursor.Current.Text) && !MayBeTable(Cursor.Current.Text)))
            throw Cursor.Unexpected("a table");
        var name = Grammar.Names.MultiPart("a table");
        var options = Cursor.At("WITH") && Cursor.Peek().IsSymbol("(") ? Options() : [];
        LogicalPlan table = new UnresolvedRelation(name, options) { Origin = Cursor.Since(start) };
        return Aliased(Sampled(table, start), start, null);
    }

    // Tables of these names are common enough, and nothing else can stand there.
    private static bool MayBeTable(string word) => word is "VALUES" or "TIMESTAMP" or "VERSION" or "SET" or "OFFSET" or "PIVOT" or "UNPIVOT" or "FOR" or "SORT" or "CLUSTER" or "DISTRIBUTE" or "WINDOW";

    /// <summary><c>VALUES (1, 'a'), (2, 'b')</c>, or <c>VALUES 1, 2</c>.</summary>
    public LogicalPlan InlineTable()
    {
        var start = Cursor.Expect("VALUES").Start;
        var rows = CommaSeparated(() =>
        {
            var item = Grammar.Expressions.Expression();
            return item is UnresolvedFunction row && Grammar.Primary.IsRow(row) ? row.Arguments : [item];
        });
        return new UnresolvedValues(rows) { Origin = Cursor.Since(start) };
    }

    /// <summary>A plan with its alias, if one follows, or under the name that it has without one.</summary>
    public LogicalPlan Aliased(LogicalPlan plan, int start, string? without)
    {
        string? alias = null;
        if (Cursor.Accept("AS"))
            alias = !Cursor.AtSymbol("(") ? Grammar.Names.StrictName("an alias") : AtNames ? Cursor.Text[Cursor.Previous.Start..Cursor.Previous.Stop] : without;
        else if (Grammar.Names.AtName && (Cursor.Current.Kind != TokenKind.Word || Keywords.MayBeBareTableAlias(Cursor.Current.Text)))
            alias = Grammar.Names.StrictName("an alias");
        if (alias is null)
            return without is null ? plan : new SubqueryAlias(without, null, plan) { Origin = Cursor.Since(start) };
        var columns = Cursor.AtSymbol("(") ? Grammar.Names.List() : null;
        return new SubqueryAlias(alias, columns, plan) { Origin = Cursor.Since(start) };
    }

    // A word that is no more than a keyword may be the alias itself: VALUES (1) AS (a).
    private bool AtNames => Grammar.Names.IsName(Cursor.Peek()) && (Cursor.Peek(2).IsSymbol(")") || Cursor.Peek(2).IsSymbol(","));

    private bool AtFunction()
    {
        var ahead = 0;
        while (Grammar.Names.IsName(Cursor.Peek(ahead)))
        {
            if (Cursor.Peek(ahead + 1).IsSymbol("("))
                return true;
            if (!Cursor.Peek(ahead + 1).IsSymbol("."))
                return false;
            ahead += 2;
        }

        return false;
    }

    private LogicalPlan TableFunction()
    {
        var start = Cursor.Current.Start;
        var name = Grammar.Names.MultiPart("a table function");
        // What looked like a call was IDENTIFIER(…), the table's name.
        if (!Cursor.AtSymbol("("))
            return Sampled(new UnresolvedRelation(name, Cursor.At("WITH") && Cursor.Peek().IsSymbol("(") ? Options() : []) { Origin = Cursor.Since(start) }, start);
        Cursor.ExpectSymbol("(");
        ValueList<Expression> arguments = [];
        if (!Cursor.AtSymbol(")"))
            arguments = CommaSeparated(Grammar.Calls.Argument);
        Cursor.ExpectSymbol(")");
        return new UnresolvedTableFunction(name, arguments) { Origin = Cursor.Since(start) };
    }

    private ValueList<KeyValuePair<string, string>> Options()
    {
        Cursor.Expect("WITH");
        return Grammar.Statements.Properties();
    }

    /// <summary>A plan with the samples taken of it.</summary>
    public LogicalPlan Sampled(LogicalPlan plan, int start)
    {
        while (Cursor.At("TABLESAMPLE"))
        {
            Cursor.Advance();
            var method = Cursor.AcceptAny("SYSTEM", "BERNOULLI");
            Cursor.ExpectSymbol("(");
            if (Cursor.AcceptSymbol(")"))
                throw Cursor.Error(SyntaxErrors.EmptySample, "TABLESAMPLE needs how much to take", Cursor.Since(start));
            if (Cursor.At("BUCKET") && Cursor.Peek(2).IsWord("OUT"))
            {
                plan = new UnresolvedSample(SampleKind.Percent, Bucket(start), Seed(method), plan) { Origin = Cursor.Since(start) };
                continue;
            }

            var amount = Grammar.Expressions.Expression();
            if (Cursor.AcceptSymbol(")"))
            {
                throw amount is Literal ? Cursor.Error(SyntaxErrors.SampleWithoutUnit, "TABLESAMPLE takes so many PERCENT, or ROWS", Cursor.Since(start))
                    : Cursor.Error(SyntaxErrors.SampleOfBytes, "TABLESAMPLE takes no number of bytes", Cursor.Since(start));
            }

            var kind = Cursor.Accept("PERCENT") ? SampleKind.Percent : Cursor.Accept("ROWS") ? SampleKind.Rows : throw Cursor.Unexpected("PERCENT", "ROWS");
            Cursor.ExpectSymbol(")");
            if (kind == SampleKind.Percent && amount is Literal { Value: int and (< 0 or > 100) and var percent })
                throw Cursor.Error(SyntaxErrors.SampleOutOfRange, $"a sample is from 0 to 100 percent, not {percent}", Cursor.Since(start));
            plan = new UnresolvedSample(kind, amount, Seed(method), plan) { Origin = Cursor.Since(start) };
        }

        return plan;
    }

    /// <summary>The share, in percent, of <c>BUCKET x OUT OF y</c>.</summary>
    private Literal Bucket(int start)
    {
        Cursor.Expect("BUCKET");
        var bucket = Whole();
        Cursor.ExpectWords("OUT", "OF");
        var buckets = Whole();
        if (Cursor.Accept("ON"))
            throw Cursor.Error(SyntaxErrors.UnsupportedStatement, "BUCKET … ON is not supported", Cursor.Since(start));
        Cursor.ExpectSymbol(")");
        return bucket <= buckets && buckets > 0 ? Literal.Of(100.0 * bucket / buckets)
            : throw Cursor.Error(SyntaxErrors.SampleOutOfRange, $"there is no bucket {bucket} of {buckets}", Cursor.Since(start));
    }

    private long? Seed(bool method)
    {
        if (!Cursor.Accept("REPEATABLE") && !(method && Cursor.Accept("SEED")))
            return null;
        Cursor.ExpectSymbol("(");
        var seed = Whole();
        Cursor.ExpectSymbol(")");
        return seed;
    }

    private long Whole()
    {
        if (Cursor.Current.Kind != TokenKind.Integer || !long.TryParse(Cursor.Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw Cursor.Unexpected("a whole number");
        Cursor.Advance();
        return value;
    }
}
