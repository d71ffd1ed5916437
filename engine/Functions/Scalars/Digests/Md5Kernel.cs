using Spindle.Columnar.Checksums;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Digests;

/// <summary>MD5 as hexadecimal digits: some dozens of values are gathered, digested together and written together.</summary>
internal sealed unsafe class Md5Kernel(DataType type) : ScalarKernel
{
    private const int Most = 64;
    private const int Digits = 2 * Md5.Length;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        var source = new Operand<BytesView>(operands[0]);
        var messages = stackalloc BytesView[Most];
        var targets = stackalloc int[Most];
        var count = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            messages[count] = *source.At(lane);
            targets[count] = lane;
            if (++count == Most)
            {
                Write(messages, targets, count, output);
                count = 0;
            }
        }

        Write(messages, targets, count, output);
        return output.Build();
    }

    private static void Write(BytesView* messages, int* targets, int count, FlatOutput output)
    {
        if (count == 0)
            return;
        var digests = stackalloc byte[Most * Md5.Length];
        Md5Lanes.Hash(messages, count, digests);
        var digits = output.Heap.Reserve(count * Digits);
        Convert.TryToHexStringLower(new ReadOnlySpan<byte>(digests, count * Md5.Length), new Span<byte>(digits, count * Digits), out _);
        var views = (BytesView*)output.Values;
        for (var i = 0; i < count; i++)
            views[targets[i]] = BytesView.Of(digits + i * Digits, Digits);
    }
}
