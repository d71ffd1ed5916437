namespace Spindle.Functions.Evaluation;

/// <summary>
/// The number of the partition that is evaluated, which seeds functions of chance and begins <c>monotonically_increasing_id</c>. It moves on between batches: whoever works off several partitions with one
/// evaluator draws for each of them what a worker of its own would draw.
/// </summary>
public sealed class PartitionNumber(int value = 0)
{
    public int Value { get; set; } = value;
}
