using Spindle.Columnar.Builders;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Evaluation;

/// <summary>A constant.</summary>
internal sealed class ConstantNode : Node
{
    private readonly Vector value;
    private bool disposed;

    /// <summary>Takes over the caller's reference to a vector of one lane, which is not itself constant.</summary>
    public ConstantNode(Vector value) : base(value.Type) => this.value = value;

    public static ConstantNode Of(Literal literal, MemoryBudget budget) => new(Single(literal.Value, literal.Type, budget));

    public override bool IsConstant => true;

    public override bool IsCheap => true;

    /// <summary>The boxed value.</summary>
    public object? Value => value.Read(0);

    public override Vector Evaluate(Frame frame, LaneSet lanes) => new ConstantVector(value.Retain(), lanes.Length);

    public override void Dispose()
    {
        // Where compiling fails, the compiler gives back constants whose nodes may have been folded away before.
        if (disposed)
            return;
        disposed = true;
        value.Release();
    }

    /// <summary>A vector of one lane.</summary>
    public static unsafe Vector Single(object? value, DataType type, MemoryBudget budget)
    {
        // A long decimal that fits stays in 64 bits, as the kernels that meet it do.
        if (type.Physical == PhysicalType.Int128 && value is Int128 wide && wide == (long)wide)
        {
            var buffer = budget.Allocate(sizeof(long));
            *(long*)buffer.Pointer = (long)wide;
            return new FlatVector(type, 1, buffer, physical: PhysicalType.Int64);
        }
        using var builder = VectorBuilder.Create(type, budget);
        builder.Append(value);
        return builder.Build();
    }
}

/// <summary>A column of the batch.</summary>
internal sealed class ColumnNode(int ordinal, DataType type) : Node(type)
{
    public override bool IsCheap => true;

    public override Vector Evaluate(Frame frame, LaneSet lanes) => frame.Batch[ordinal].Retain();
}

/// <summary>The value of a scalar subquery that has run before.</summary>
internal sealed class SubqueryNode(int index, DataType type) : Node(type)
{
    public override bool IsCheap => true;

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        var find = frame.Context.Subquery ?? throw new System.Diagnostics.UnreachableException("the plan has no subqueries");
        var value = find(index);
        return value is ConstantVector constant ? new ConstantVector(constant.Value.Retain(), lanes.Length)
            : new ConstantVector(Gather.Flatten(value, frame.Budget), lanes.Length);
    }
}

/// <summary>A parameter of a lambda function.</summary>
internal sealed class VariableNode(ColumnId id, DataType type) : Node(type)
{
    public override bool IsCheap => true;

    public override Vector Evaluate(Frame frame, LaneSet lanes) => frame.Variables[id].Retain();
}
