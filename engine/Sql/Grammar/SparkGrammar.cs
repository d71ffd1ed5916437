using Spindle.Sql.Parsing.Grammar.Expressions;
using Spindle.Sql.Parsing.Grammar.Queries;
using Spindle.Sql.Parsing.Grammar.Statements;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar;

/// <summary>The productions over one text; they call each other through here.</summary>
internal sealed class SparkGrammar
{
    public SparkGrammar(string text, ParserSettings settings)
    {
        Settings = settings;
        Cursor = new Cursor(text, Lexer.Tokenize(text));
        Names = new Names(this);
        Types = new Types(this);
        Parameters = new Parameters(this);
        Literals = new LiteralExpressions(this);
        Intervals = new IntervalExpressions(this);
        Calls = new Calls(this);
        SpecialForms = new SpecialForms(this);
        Primary = new PrimaryExpressions(this);
        Expressions = new OperatorExpressions(this);
        Windows = new Windows(this);
        Grouping = new Grouping(this);
        Relations = new Relations(this);
        Joins = new Joins(this);
        Pivots = new Pivots(this);
        Pipes = new Pipes(this);
        PipeAggregates = new PipeAggregates(this);
        Select = new Select(this);
        Queries = new QueryExpressions(this);
        Statements = new StatementTable(this);
    }

    public ParserSettings Settings { get; }
    public Cursor Cursor { get; }
    public Names Names { get; }
    public Types Types { get; }
    public Parameters Parameters { get; }
    public LiteralExpressions Literals { get; }
    public IntervalExpressions Intervals { get; }
    public Calls Calls { get; }
    public SpecialForms SpecialForms { get; }
    public PrimaryExpressions Primary { get; }
    public OperatorExpressions Expressions { get; }
    public Windows Windows { get; }
    public Grouping Grouping { get; }
    public Relations Relations { get; }
    public Joins Joins { get; }
    public Pivots Pivots { get; }
    public Pipes Pipes { get; }
    public PipeAggregates PipeAggregates { get; }
    public Select Select { get; }
    public QueryExpressions Queries { get; }
    public StatementTable Statements { get; }
}
