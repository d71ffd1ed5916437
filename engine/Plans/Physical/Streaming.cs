using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Physical;

/// <summary>A node over one child.</summary>
public abstract record UnaryExec(PhysicalPlan Child) : PhysicalPlan
{
    public override StructType Schema => Child.Schema;
    public sealed override ValueList<PhysicalPlan> Children => [Child];
    public sealed override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this with { Child = children[0] };
}

public sealed record FilterExec(Expression Condition, PhysicalPlan Child) : UnaryExec(Child)
{
    public override IEnumerable<Expression> Expressions => [Condition];
    public override string Describe() => $"Filter {Condition.Sql}";
}

public sealed record ProjectExec(ValueList<NamedExpression> Items, PhysicalPlan Child) : UnaryExec(Child)
{
    public override StructType Schema => new(Items.Select(i => i.Field).ToValueList());
    public override IEnumerable<Expression> Expressions => Items.Select(i => i.Expression);
    public override string Describe() => $"Project [{string.Join(", ", Items)}]";
}

/// <summary>Each row once for every projection.</summary>
public sealed record ExpandExec(ValueList<ValueList<Expression>> Projections, StructType Columns, PhysicalPlan Child) : UnaryExec(Child)
{
    public override StructType Schema => Columns;
    public override IEnumerable<Expression> Expressions => Projections.SelectMany(p => p);
    public override string Describe() => $"Expand {string.Join(" ", Projections.Select(p => $"({string.Join(", ", p.Select(e => e.Sql))})"))}";
}

/// <summary>Each row joined with the rows that a generator makes of it.</summary>
/// <param name="Required">Positions of the child's columns that are kept, before the generator's.</param>
public sealed record GenerateExec(GeneratorCall Generator, bool Outer, ValueList<int> Required, StructType Generated, PhysicalPlan Child) : UnaryExec(Child)
{
    public override StructType Schema => new([.. Required.Select(i => Child.Schema.Fields[i]), .. Generated.Fields]);
    public override IEnumerable<Expression> Expressions => [Generator];
    public override string Describe() => $"Generate{(Outer ? " outer" : "")} {Generator.Sql}";
}

public sealed record LimitExec(long Count, long Offset, PhysicalPlan Child) : UnaryExec(Child)
{
    public override string Describe() => $"Limit {(Count == long.MaxValue ? "all" : Count)}{(Offset == 0 ? "" : $" offset {Offset}")}";
}

/// <summary>The child's rows by fewer tasks: work that would be cut in more is put together. In one process it does nothing.</summary>
/// <param name="Partitions">Tasks at most.</param>
public sealed record CoalesceExec(int Partitions, PhysicalPlan Child) : UnaryExec(Child)
{
    public override string Describe() => $"Coalesce {Partitions}";
}

/// <summary>
/// Writes the child's rows, each task or thread a partition. In a stage the rows leave through the task's output, which is a writer of the sink; what is committed is settled by who planned the job.
/// The query's result is a row a partition: what was written.
/// </summary>
/// <param name="Sink">What <c>Spindle.Sources</c> has for it: the open job where one process does all, the job's descriptor where tasks do.</param>
public sealed record WriteExec(ITableHandle Sink, PhysicalPlan Child) : UnaryExec(Child)
{
    /// <summary>What one attempt wrote, as <c>Spindle.Sources.WrittenFiles</c> has it.</summary>
    public static readonly StructType Result = new(
    [
        new Field("partition", DataType.Int, false), new Field("attempt", DataType.Int, false), new Field("paths", new ArrayType(DataType.String, false), false),
        new Field("rows", DataType.Long, false), new Field("bytes", DataType.Long, false),
    ]);

    public override StructType Schema => Result;

    public override string Describe() => $"Write {Sink.DisplayName}";
}

/// <summary>The rows of all children, columns by position.</summary>
public sealed record UnionExec(ValueList<PhysicalPlan> Inputs, StructType Columns) : PhysicalPlan
{
    public override StructType Schema => Columns;
    public override ValueList<PhysicalPlan> Children => Inputs;
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this with { Inputs = children };
    public override string Describe() => "Union";
}
