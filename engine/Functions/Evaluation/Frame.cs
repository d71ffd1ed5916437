using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Evaluation;

/// <summary>One batch while expressions are evaluated over it. Lends its columns and lanes.</summary>
internal sealed unsafe class Frame(EvaluationContext context, RecordBatch batch, LaneSet lanes)
{
    private Dictionary<ColumnId, Vector>? variables;

    public EvaluationContext Context { get; } = context;

    public MemoryBudget Budget => Context.Budget;

    /// <summary>The columns of the row.</summary>
    public RecordBatch Batch { get; } = batch;

    /// <summary>The batch's rows, over which the roots are evaluated.</summary>
    public LaneSet Lanes { get; } = lanes;

    /// <summary>The parameters of a lambda function while its body is evaluated; lent.</summary>
    public Dictionary<ColumnId, Vector> Variables => variables ??= [];

    public static Frame Of(RecordBatch batch, EvaluationContext context) => new(context, batch,
        batch.Selection is { } selection ? LaneSet.Of(selection.Lanes, selection.Count, batch.Length) : LaneSet.All(batch.Length));
}
